/** What an interrupted run of an encrypted export handed on, fetched from its artifact where the folder holds none. */
import type {EvidenceFolder, FolderOwner} from '../evidence/evidence-folder.ts'
import {newestArtifact} from '../github.ts'
import {artifactName, stateName} from '../publish/upload.ts'
import {stateKeyMissing} from '../spool/journal-files.ts'
import {explain} from '../wire/failure.ts'
import type {MonthRun, PeriodContext} from './context.ts'
import {fromPreviousArtifact} from './previous-artifacts.ts'
import type {PreviousExport} from './previous-export.ts'

interface Before {
  folder: EvidenceFolder
  owner: FolderOwner
  earlier: PreviousExport | undefined
}

/** Only what the last export of this question left: a later one that was whole has made it obsolete. Never rejects. */
export async function fetchState(
  settings: Pick<MonthRun, 'resume' | 'stateKey' | 'githubToken' | 'artifactName'>,
  context: Pick<PeriodContext, 'host' | 'world' | 'log'>,
  {folder, owner, earlier}: Before,
): Promise<void> {
  const {host, world, log} = context
  const inPlace = earlier !== undefined && earlier.manifest.status !== 'incomplete'
  if (settings.resume === 'off' || folder.interrupted.length > 0 || inPlace) return
  const name = artifactName(settings.artifactName, owner.tenant, owner.period.label)
  const {because} = await fromPreviousArtifact(
    settings,
    context,
    stateName(name),
    unpacked => folder.adopt(unpacked),
    async state => {
      const {value: exported} = await newestArtifact(world, host.facts, settings.githubToken, name)
      if (exported && exported.created > state.created) return false
      if (settings.stateKey !== undefined) return true
      log.warning(explain(stateKeyMissing()))
      return false
    },
  )
  if (because !== undefined) host.debug(`No state of an interrupted run was fetched: ${because}`)
}
