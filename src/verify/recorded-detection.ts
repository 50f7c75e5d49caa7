/** What the manifest records of what detection was given, so that it can be run again over the same records. */
import {createHash} from 'node:crypto'
import type {DetectionSettings} from '../detect/detection.ts'
import type {Manifest} from '../report/manifest.ts'

type Recorded = NonNullable<Manifest['detection']>

/** @param given `sha256` is that of the file of accepted findings. */
export function recordedDetection(
  given: Pick<DetectionSettings, 'minimumSeverity' | 'baseline' | 'baselineHash' | 'hash' | 'keyed' | 'ownRules'> & {
    sha256?: string
  },
): Recorded {
  const {minimumSeverity, baseline, baselineHash, hash, keyed, ownRules, sha256} = given
  return {
    minimumSeverity,
    ...(keyed ? {key: hash('state-key', '').slice(0, 16)} : {}),
    ...(baseline ? {baseline: createHash('sha256').update(JSON.stringify(baseline)).digest('hex')} : {}),
    ...(baseline && baselineHash ? {baselineKey: 'previous' as const} : {}),
    ...(sha256 ? {lists: sha256} : {}),
    ...(ownRules ? {rules: ownRules.sha256} : {}),
  }
}
