/** Artifacts that GitHub keeps: which runs made them is asked and judged before one is downloaded. */
import {join} from 'node:path'
import {
  type ArtifactLister,
  artifactsNamed,
  artifactsSince,
  defaultBranch,
  type FoundArtifact,
  type WorkflowRun,
  workflowRun,
} from '../github.ts'
import type {Host} from '../host/host.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {World} from '../wire/world.ts'
import {type ArtifactKind, type ArtifactSource, type Refuse, unanswered} from './artifact-source.ts'
import {downloadZip} from './download.ts'
import {type ProducerTrust, whyNotListed, whyNotTrusted} from './producer.ts'
import {type ArchiveBounds, unzip} from './unzip.ts'

type Settings = Pick<MonthSettings, 'githubToken' | 'trustedWorkflows'>

/** How artifacts of many tenants are listed, and runs that are looked up at most. */
export interface ManyTenants {
  list: ArtifactLister
  mostRuns: number
}

/** Runs that are looked up for artifacts of one name. */
const mostLookUps = 20
/** For the days of a month at once, each of which was made by a run of its own, and read again by another. */
const mostLookUpsOfDays = 200

/** Runs that may still be looked up for one question. */
interface LookUps {
  left: number
}

export class GitHubArtifacts implements ArtifactSource {
  private readonly world: World
  private readonly host: Pick<Host, 'facts'>
  private readonly settings: Settings
  private readonly signal: AbortSignal
  private readonly list: ArtifactLister
  private readonly mostRuns: number
  private readonly runs = new Map<number, Promise<{value?: WorkflowRun; because?: string}>>()
  private trust: Promise<ProducerTrust | {because: string}> | undefined

  /** @param signal ends the looking when the run's time is over. */
  constructor(
    settings: Settings,
    {host, world}: {host: Pick<Host, 'facts'>; world: World},
    signal: AbortSignal,
    many?: ManyTenants,
  ) {
    this.settings = settings
    this.host = host
    this.world = world
    this.signal = signal
    this.list = many?.list ?? ((name, until) => artifactsNamed(world, host.facts, settings.githubToken, name, until))
    this.mostRuns = many?.mostRuns ?? mostLookUps
  }

  /** Artifacts that trusted runs made, newest first. @throws Failure where GitHub does not answer. */
  async *believed(
    {name, kind}: {name: string; kind: ArtifactKind},
    refuse: Refuse,
    notes: {info(text: string): void},
  ): AsyncGenerator<FoundArtifact> {
    const {githubToken: token} = this.settings
    const {facts} = this.host
    if (facts.repository === undefined || token === undefined) throw unanswered('there is no GitHub')
    const list = await this.list(name, this.signal)
    if (list.value === undefined) throw unanswered(list.because ?? '')
    if (list.value.length === 0) throw unanswered(`there is no artifact ${name}`, 'EARLIER_RUNS_NONE')
    const trust = await this.trusted(notes)
    const lookUps = {left: this.mostRuns}
    for (const artifact of list.value) {
      const why = await this.whyNot(artifact, {trust, kind, lookUps})
      if (why === undefined) yield artifact
      else refuse(artifact, why)
    }
  }

  async *believedSince(
    {kind, wanted, ...asked}: Parameters<ArtifactSource['believedSince']>[0],
    refuse: Refuse,
    notes: {info(text: string): void},
  ): AsyncGenerator<FoundArtifact> {
    const {githubToken: token} = this.settings
    const {facts} = this.host
    if (facts.repository === undefined || token === undefined) return
    const list = await artifactsSince(this.world, facts, token, asked, this.signal)
    if (list.value === undefined) throw unanswered(list.because ?? '')
    const {artifacts, isCut} = list.value
    if (artifacts.length === 0) return
    if (isCut) notes.info('The repository has more artifacts than are looked through: older ones count as missing.')
    const trust = await this.trusted(notes)
    const lookUps = {left: mostLookUpsOfDays}
    for (const artifact of artifacts) {
      if (!wanted(artifact)) continue
      const why = await this.whyNot(artifact, {trust, kind, lookUps})
      if (why === undefined) yield artifact
      else refuse(artifact, why)
    }
  }

  /** By which rule runs are believed. @throws Failure where GitHub does not answer. */
  private async trusted(notes: {info(text: string): void}): Promise<ProducerTrust> {
    this.trust ??= this.learnTrust()
    const trust = await this.trust
    if (!('because' in trust)) return trust
    notes.info(`Nothing was taken from earlier runs: which runs may be believed is unknown (${trust.because}).`)
    throw unanswered('which runs may be believed is unknown')
  }

  private async learnTrust(): Promise<ProducerTrust | {because: string}> {
    const {facts} = this.host
    const {githubToken: token, trustedWorkflows} = this.settings
    const repository = facts.repository ?? ''
    const ownRun = facts.runId === undefined ? undefined : Number(facts.runId)
    const main = facts.defaultBranch ?? (await defaultBranch(this.world, facts, token, this.signal))
    const branch = typeof main === 'string' ? main : main.value
    if (branch === undefined) return {because: typeof main === 'string' ? '' : (main.because ?? '')}
    const own = facts.protectedBranch
    const workflow =
      workflowIn(facts.workflowRef, repository) ?? (ownRun === undefined ? undefined : await this.ownWorkflow(ownRun))
    return {
      repository,
      ownRun,
      workflows: [...(workflow === undefined ? [] : [workflow]), ...trustedWorkflows],
      branches: own === undefined ? [branch] : [branch, own],
    }
  }

  private async ownWorkflow(ownRun: number): Promise<string | undefined> {
    return (await this.run(ownRun)).value?.path
  }

  private async whyNot(
    artifact: FoundArtifact,
    {trust, kind, lookUps}: {trust: ProducerTrust; kind: ArtifactKind; lookUps: LookUps},
  ): Promise<string | undefined> {
    const because = whyNotListed(artifact, trust)
    if (because !== undefined) return because
    if (!this.runs.has(artifact.run.id) && lookUps.left-- <= 0) return 'too many runs made artifacts of this name'
    const run = await this.run(artifact.run.id)
    return run.value === undefined ? `its run is unknown (${run.because})` : whyNotTrusted(run.value, trust, kind)
  }

  private run(id: number): Promise<{value?: WorkflowRun; because?: string}> {
    const known =
      this.runs.get(id) ?? workflowRun(this.world, this.host.facts, this.settings.githubToken, id, this.signal)
    this.runs.set(id, known)
    return known
  }

  async unpack(
    artifact: FoundArtifact,
    place: string,
    limits: ArchiveBounds,
  ): Promise<{folder: string; names: string[]}> {
    const {disk} = this.world
    const zip = join(place, 'artifact.zip')
    const {facts} = this.host
    const token = this.settings.githubToken ?? ''
    await downloadZip(this.world, {artifact, facts, token, path: zip, most: limits.packed, signal: this.signal})
    const folder = join(place, 'files')
    await disk.makeFolder(folder)
    const names = await unzip(disk, zip, folder, limits)
    await disk.remove(zip)
    return {folder, names}
  }
}

/** `owner/name/.github/workflows/audit.yml@refs/heads/main` → the path, of our own repository. */
function workflowIn(ref: string | undefined, repository: string): string | undefined {
  const [path = ''] = ref?.split('@') ?? []
  const start = `${repository}/`
  return path.toLowerCase().startsWith(start.toLowerCase()) ? path.slice(start.length) : undefined
}
