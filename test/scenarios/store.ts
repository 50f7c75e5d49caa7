/** Artifacts of a repository, kept from run to run: what one month uploads, the next one finds by GitHub's API. */
import {createHash} from 'node:crypto'
import {cpSync, mkdirSync, readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import type {ArtifactRequest, UploadedArtifact} from '../../src/host/host.ts'
import {temporaryFolder} from '../runner.ts'
import {zipOf} from '../zip.ts'

const repository = 'fabrikam/audit-archive'
const firstRun = 4711

/** Of the workflow that made an artifact. */
export interface ArtifactRun {
  event: string
  path: string
}

const exportRun: ArtifactRun = {event: 'schedule', path: '.github/workflows/audit.yml'}

export class ArtifactStore {
  readonly kept: {id: number; name: string; folder: string; created: string; run: number}[] = []
  /** Runs by their ids, from 4711 on. */
  private readonly runs = [exportRun]
  downloads = 0
  /** Whether each upload is another run's. */
  hasRunForEach = false
  /** By folder: they do not change. */
  private readonly zips = new Map<string, Buffer>()

  /** Another repository with the same artifacts. */
  copy(): ArtifactStore {
    const kept = this.kept.map(one => {
      const folder = temporaryFolder()
      cpSync(one.folder, folder, {recursive: true})
      return {...one, folder}
    })
    return Object.assign(new ArtifactStore(), {kept, runs: [...this.runs]})
  }

  upload(request: ArtifactRequest, now: number, by: ArtifactRun = exportRun): UploadedArtifact {
    const folder = temporaryFolder()
    for (const file of request.files) {
      const target = join(folder, relative(request.root, file))
      mkdirSync(join(target, '..'), {recursive: true})
      cpSync(file, target)
    }
    const id = this.kept.length + 1
    const isKnown = ({event, path}: ArtifactRun) => event === by.event && path === by.path
    const known = this.hasRunForEach ? -1 : this.runs.findIndex(isKnown)
    const run = firstRun + (known >= 0 ? known : this.runs.push(by) - 1)
    this.kept.push({id, name: request.name, folder, created: new Date(now).toISOString(), run})
    return {id: String(id), digest: '0'.repeat(64), url: `https://github.com/artifacts/${id}`}
  }

  /** What GitHub's API and its storage answer of artifacts and their runs; undefined for any other request. */
  answer(request: Request): Response | undefined {
    const url = new URL(request.url)
    const [, place = '', id = ''] =
      /\/(actions\/artifacts|actions\/runs|blobs)\/?(\d*)(?:\/zip)?$/.exec(url.pathname) ?? []
    if (place === 'actions/artifacts' && id === '') return this.list(url.searchParams)
    if (place === 'actions/artifacts') {
      return new Response(null, {status: 302, headers: {location: `http://127.0.0.1/blobs/${id}`}})
    }
    if (place === 'blobs') {
      this.downloads++
      const artifact = this.kept.find(one => String(one.id) === id)
      return artifact ? new Response(new Uint8Array(this.zipOf(artifact.folder))) : new Response(null, {status: 404})
    }
    // The run that the jobs are of is the simulated tenant's to tell.
    const run = this.runs[Number(id) - firstRun]
    if (place !== 'actions/runs' || run === undefined) return undefined
    const named = {full_name: repository}
    return Response.json({id: Number(id), head_branch: 'main', ...run, repository: named, head_repository: named})
  }

  private zipOf(folder: string): Buffer {
    const zip = this.zips.get(folder) ?? zipped(folder)
    this.zips.set(folder, zip)
    return zip
  }

  /** Newest first, as GitHub lists them. */
  private list(query: URLSearchParams): Response {
    const [wanted, size, page] = [
      query.get('name'),
      Number(query.get('per_page') ?? 30),
      Number(query.get('page') ?? 1),
    ]
    const found = this.kept.filter(one => wanted === null || one.name === wanted).reverse()
    const artifacts = found.slice(size * (page - 1), size * page).map(({id, name, folder, created, run: runId}) => {
      const zip = this.zipOf(folder)
      const digest = `sha256:${createHash('sha256').update(zip).digest('hex')}`
      const run = {id: runId, repository_id: 7_001, head_repository_id: 7_001, head_branch: 'main'}
      return {id, name, expired: false, created_at: created, digest, size_in_bytes: zip.length, workflow_run: run}
    })
    return Response.json({total_count: found.length, artifacts})
  }
}

function zipped(folder: string): Buffer {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
  const paths = files.map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  return zipOf(paths.sort((a, b) => (a < b ? -1 : 1)).map(name => ({name, content: readFileSync(join(folder, name))})))
}

/** As `actions/download-artifact` lays them: each in a folder of its name. */
export function copyArtifacts(store: ArtifactStore, names: RegExp, to: string): void {
  for (const {name, folder} of store.kept) if (names.test(name)) cpSync(folder, join(to, name), {recursive: true})
}
