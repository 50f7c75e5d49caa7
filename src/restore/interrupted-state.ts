/** Journals that interrupted runs left: in the folder, or handed on as an artifact where the folder holds none. */
import {dirname} from 'node:path'
import type {EvidenceFolder, FolderOwner} from '../evidence/evidence-folder.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {artifactName, stateName} from '../publish/upload.ts'
import type {Manifest} from '../report/manifest.ts'
import {stateKeyMissing} from '../spool/journal-files.ts'
import {explain} from '../wire/failure.ts'
import type {EarlierRuns, Notes} from './earlier-runs.ts'
import type {PreviousExport} from './previous-export.ts'

interface Question {
  folder: EvidenceFolder
  owner: FolderOwner
  earlier: PreviousExport | undefined
  encrypted: boolean
  source: Manifest['source']
}

/** Those that may be believed, the newest first. Whose blocks do not open is found when they are. Never rejects. */
export async function findJournals(
  settings: Pick<MonthSettings, 'resume' | 'stateKey' | 'artifactName'>,
  runs: EarlierRuns,
  question: Question,
  notes: Notes,
): Promise<string[]> {
  const {folder, earlier, encrypted, source} = question
  if (settings.resume === 'off') return []
  const inPlace = await ownJournals(runs, folder, notes)
  const superseded = earlier !== undefined && earlier.manifest.status !== 'incomplete'
  // Others go on from the export itself.
  const isHandedOn = encrypted || source === 'both'
  if (inPlace.length > 0 || !isHandedOn || superseded) return inPlace
  await fetchState(settings, runs, question, notes)
  return [...folder.interrupted]
}

/** What is refused is removed, so that no later run meets it. */
async function ownJournals(runs: EarlierRuns, folder: EvidenceFolder, notes: Notes): Promise<string[]> {
  const own: string[] = []
  for (const journal of folder.interrupted) {
    const why = await runs.whyNotJournal(journal, notes)
    if (why === undefined) {
      own.push(journal)
      continue
    }
    notes.info(`Refused: what an interrupted run seems to have left in ${dirname(journal)}: ${why}.`)
    await folder.drop(journal)
  }
  return own
}

/** Only what the last export of this question left: a later one that was whole has made it obsolete. */
async function fetchState(
  settings: Pick<MonthSettings, 'stateKey' | 'artifactName'>,
  runs: EarlierRuns,
  {folder, owner, encrypted}: Question,
  notes: Notes,
): Promise<void> {
  const name = artifactName(settings.artifactName, owner.tenant, owner.period.label)
  const exported = await runs.newest(name, notes)
  await runs.artifact(
    {
      name: stateName(name),
      kind: 'state',
      wanted: state => {
        if (exported !== undefined && exported.created > state.created) return false
        if (settings.stateKey !== undefined || !encrypted) return true
        notes.warning(explain(stateKeyMissing()))
        return false
      },
      read: unpacked => folder.adopt(unpacked.folder),
    },
    notes,
  )
}
