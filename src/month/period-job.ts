/** The export of one period, as each step of it is given it. */
import type {Period} from '../audit/period.ts'
import type {Detection} from '../detect/detection.ts'
import type {EvidenceFolder, FolderOwner} from '../evidence/evidence-folder.ts'
import type {MonthHistory, PatternKey} from '../report/history.ts'
import type {Manifest} from '../report/manifest.ts'
import type {RestoredState} from '../restore/restore.ts'
import type {DataSigner} from '../signin/sign-data.ts'
import type {Protection} from './protection.ts'
import type {Exposure} from './repository-visibility.ts'
import type {RecordNames} from './unmatched-filters.ts'

/** Who asked the services; the principal by the name that records have for it. */
export type Asker = Pick<
  Manifest,
  'tenant' | 'client' | 'principal' | 'cloud' | 'certificate' | 'federation' | 'managedIdentity'
>

export interface PeriodJob {
  period: Period
  asker: Asker
  /** The question that the folder answers. */
  owner: FolderOwner
  folder: EvidenceFolder
  protection: Protection
  /** What the job summary may show of people, and why; report and findings in the folder show all. */
  exposure: Exposure
  /** Undefined for a shard, in which nothing is detected: only the whole can be judged. */
  detection: Detection | undefined
  /** What detection was given. */
  detected: Manifest['detection'] | undefined
  /** By what findings of other months are known again. */
  patternKey?: PatternKey | undefined
  /** That an input names, in place of what earlier runs left. */
  namedHistory?: MonthHistory | undefined
  /** Names that records of the last month had. */
  namesBefore?: Partial<RecordNames> | undefined
  /** Who signs the folder, where a private key is at hand. */
  signer: DataSigner | undefined
  restored: Pick<RestoredState, 'earlier' | 'journals' | 'shorter' | 'lastMonth' | 'daysBefore' | 'months'>
  /** Whether it is one of the days or weeks that a month is made from. */
  isShorter?: boolean
  /** Of the months before; absent where the team does without reviews. */
  reviews?: Manifest['reviews'] | undefined
  /** How it belongs to exports of other bounds. */
  joint: Pick<Manifest, 'shard' | 'merged' | 'pseudonyms'>
  /** What keeps it from being complete, besides its gaps. */
  otherReasons: readonly string[]
}
