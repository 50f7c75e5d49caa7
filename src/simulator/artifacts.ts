/**
 * GitHub's artifact service as `@actions/artifact` 6.2 uses it: a Twirp service that hands out signed addresses, and
 * the blob store behind them (blocks, then a list of blocks). Uploads lie in a temporary folder, so that memory stays
 * flat; the folder goes when the process ends.
 */
import {createHash, createHmac, randomBytes, randomUUID} from 'node:crypto'
import {appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Hono} from 'hono'
import type {Tenant} from './tenant.ts'

/** Origin of the paths that the real services have: Twirp at the root, blobs in a container. */
export const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService'

export interface StoredArtifact {
  id: number
  /** The run that made it. */
  runId: number
  blob: string
  name: string
  size: number
  /** `sha256:…` of what arrived. */
  digest: string
  /** When it expires, where a retention was asked for. */
  expiresAt: string | undefined
  mimeType: string
  createdAt: string
  /** The bytes as they were uploaded: a zip, unless the upload asked for none. */
  readonly zip: Buffer
}

export interface RunIdentity {
  runBackendId: string
  jobBackendId: string
  token: string
}

/** A runtime token as the runner has it: a JWT of which only the scope is read. */
export function runtimeIdentity(): RunIdentity {
  const runBackendId = randomUUID()
  const jobBackendId = randomUUID()
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const scp = `Actions.GenericRead:00000000-0000-0000-0000-000000000000 Actions.Results:${runBackendId}:${jobBackendId}`
  return {runBackendId, jobBackendId, token: `${part({alg: 'none', typ: 'JWT'})}.${part({scp})}.`}
}

interface Draft {
  blob: string
  name: string
  expiresAt: string | undefined
  mimeType: string
}

export class ArtifactService {
  readonly uploads: StoredArtifact[] = []
  readonly #tenant: Tenant
  readonly #identity: RunIdentity
  readonly #drafts = new Map<string, Draft>()
  /** Blobs by the artifact's name, and what has arrived of each. */
  readonly #blobs = new Map<string, string>()
  readonly #arrived = new Map<string, {size: number; digest: string}>()
  readonly #secret = randomBytes(32)
  #folder: string | undefined
  #lastId = 0

  readonly #runId: () => number

  /** @param runId of the run that the job is of. */
  constructor(tenant: Tenant, identity: RunIdentity, runId: () => number) {
    this.#tenant = tenant
    this.#runId = runId
    this.#identity = identity
  }

  /** The address that GitHub's API sends a downloader to; undefined for what is not there. */
  address(id: string, origin: string): string | undefined {
    const upload = this.uploads.find(each => String(each.id) === id)
    return upload === undefined ? undefined : this.#readable(upload.blob, origin)
  }

  /** Another run has begun: names are unique within one alone. */
  beginRun(): void {
    this.#blobs.clear()
    this.#drafts.clear()
  }

  /** An artifact that some run made, in whatever way. @param digest in place of the true one. */
  keep({
    name,
    zip,
    runId,
    digest,
  }: {
    name: string
    zip: Buffer
    runId: number
    digest?: string | undefined
  }): StoredArtifact {
    const blob = `${randomUUID()}.zip`
    this.#store(blob, [zip])
    const arrived = this.#arrived.get(blob) ?? {size: 0, digest: ''}
    const draft = {blob, name, expiresAt: undefined, mimeType: 'application/zip'}
    return this.#stored(draft, {...arrived, digest: digest ?? arrived.digest}, runId)
  }

  #stored(draft: Draft, {size, digest}: {size: number; digest: string}, runId: number): StoredArtifact {
    const file = this.#file(draft.blob)
    const {blob, name, expiresAt, mimeType} = draft
    const upload: StoredArtifact = {
      id: ++this.#lastId,
      ...{runId, blob, name, size, digest, expiresAt, mimeType},
      createdAt: new Date(this.#tenant.now()).toISOString(),
      get zip() {
        return readFileSync(file)
      },
    }
    this.uploads.push(upload)
    return upload
  }

  twirp(): Hono {
    const app = new Hono()
    app.post('/:method', async c => {
      const fault = this.#tenant.script.at('artifacts')
      if (fault === 'artifact-503') return twirpError(503, 'unavailable', 'service unavailable')
      const isFull = fault === 'artifact-quota' || (fault === 'artifact-quota-first' && this.uploads.length > 0)
      if (isFull) return twirpError(403, 'resource_exhausted', 'insufficient usage to create artifact')
      if (fault === 'artifact-403' || c.req.header('authorization') !== `Bearer ${this.#identity.token}`) {
        return twirpError(403, 'permission_denied', 'the token is not allowed to do this')
      }
      const input = (await c.req.json().catch(() => undefined)) as Record<string, unknown> | undefined
      if (input === undefined) return twirpError(400, 'malformed', 'the body is not JSON')
      if (!this.#isOurs(input)) return twirpError(400, 'invalid_argument', 'backend ids are not those of the token')
      const origin = new URL(c.req.url).origin
      switch (c.req.param('method')) {
        case 'CreateArtifact':
          return this.#create(input, origin)
        case 'FinalizeArtifact':
          return this.#finalize(input)
        case 'ListArtifacts':
          return this.#list(input)
        case 'GetSignedArtifactURL':
          return this.#sign(input, origin)
        case 'DeleteArtifact':
          return this.#delete(input)
        default:
          return twirpError(404, 'bad_route', 'no such method')
      }
    })
    return app
  }

  /** Put Block, Put Block List, Put Blob and Get Blob of Azure's blob service, for signed addresses only. */
  blobs(): Hono {
    const app = new Hono()
    app.put('/artifacts/:blob', async c => {
      const blob = c.req.param('blob')
      if (c.req.query('sig') !== this.#signature(blob, 'w')) return blobError(403, 'AuthenticationFailed')
      const bytes = Buffer.from(await c.req.arrayBuffer())
      switch (c.req.query('comp')) {
        case 'block':
          writeFileSync(this.#blockFile(blob, c.req.query('blockid') ?? ''), bytes)
          break
        case 'blocklist':
          if (!this.#assemble(blob, bytes.toString('utf8'))) return blobError(400, 'InvalidBlockList')
          break
        default:
          this.#store(blob, [bytes])
      }
      return new Response(null, {status: 201, headers: blobHeaders()})
    })
    app.get('/artifacts/:blob', c => {
      const blob = c.req.param('blob')
      if (c.req.query('sig') !== this.#signature(blob, 'r')) return blobError(403, 'AuthenticationFailed')
      // A signed address and a token at once are refused.
      if (c.req.header('authorization') !== undefined) return blobError(400, 'InvalidAuthenticationInfo')
      const upload = this.uploads.find(each => each.blob === blob)
      if (upload === undefined) return blobError(404, 'BlobNotFound')
      const disposition = `attachment; filename="${encodeURIComponent(upload.name)}${upload.mimeType === 'application/zip' ? '.zip' : ''}"`
      const headers = {...blobHeaders(), 'content-type': upload.mimeType, 'content-disposition': disposition}
      return new Response(new Uint8Array(upload.zip), {headers})
    })
    return app
  }

  #isOurs(input: Record<string, unknown>): boolean {
    return (
      input.workflow_run_backend_id === this.#identity.runBackendId &&
      input.workflow_job_run_backend_id === this.#identity.jobBackendId
    )
  }

  #create(input: Record<string, unknown>, origin: string): Response {
    const name = String(input.name ?? '')
    if (name === '' || /[":<>|*?\r\n\\/]/.test(name))
      return twirpError(400, 'invalid_argument', `the name ${JSON.stringify(name)} is not allowed`)
    if (this.#blobs.has(name))
      return twirpError(409, 'already_exists', 'an artifact with this name already exists on the workflow run')
    const blob = `${randomUUID()}.zip`
    const expiresAt = typeof input.expires_at === 'string' ? input.expires_at : undefined
    this.#blobs.set(name, blob)
    this.#drafts.set(name, {blob, name, expiresAt, mimeType: String(unwrap(input.mime_type) ?? 'application/zip')})
    return json({
      ok: true,
      signed_upload_url: `${origin}/blob/artifacts/${blob}?sig=${encodeURIComponent(this.#signature(blob, 'w'))}`,
    })
  }

  #finalize(input: Record<string, unknown>): Response {
    const draft = this.#drafts.get(String(input.name))
    if (draft === undefined) return twirpError(404, 'not_found', 'no such artifact is being uploaded')
    const {size, digest} = this.#arrived.get(draft.blob) ?? {size: 0, digest: ''}
    const says = String(unwrap(input.hash) ?? digest)
    if (String(input.size) !== String(size)) {
      return twirpError(400, 'invalid_argument', `${size} bytes have arrived, not ${String(input.size)}`)
    }
    if (says !== digest) return twirpError(400, 'invalid_argument', `the bytes have the digest ${digest}`)
    this.#drafts.delete(draft.name)
    this.#tenant.counters.uploads++
    const upload = this.#stored(draft, {size, digest}, this.#runId())
    return json({ok: true, artifact_id: String(upload.id)})
  }

  #list(input: Record<string, unknown>): Response {
    const id = unwrap(input.id_filter)
    const name = unwrap(input.name_filter)
    const found = this.uploads.filter(
      each => (id === undefined || String(each.id) === String(id)) && (name === undefined || each.name === name),
    )
    const artifacts = found.map(each => ({
      workflow_run_backend_id: this.#identity.runBackendId,
      workflow_job_run_backend_id: this.#identity.jobBackendId,
      database_id: String(each.id),
      name: each.name,
      size: String(each.size),
      created_at: each.createdAt,
      digest: each.digest,
    }))
    return json({artifacts})
  }

  #sign(input: Record<string, unknown>, origin: string): Response {
    const blob = this.#blobs.get(String(input.name))
    if (blob === undefined || this.#drafts.has(String(input.name)))
      return twirpError(404, 'not_found', 'no such artifact')
    return json({signed_url: this.#readable(blob, origin)})
  }

  #readable(blob: string, origin: string): string {
    return `${origin}/blob/artifacts/${blob}?sig=${encodeURIComponent(this.#signature(blob, 'r'))}`
  }

  #delete(input: Record<string, unknown>): Response {
    const place = this.uploads.findIndex(each => each.name === input.name)
    if (place < 0) return twirpError(404, 'not_found', 'no such artifact')
    const [gone] = this.uploads.splice(place, 1) as [StoredArtifact]
    this.#blobs.delete(gone.name)
    return json({ok: true, artifact_id: String(gone.id)})
  }

  #assemble(blob: string, xml: string): boolean {
    const blocks = [...xml.matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)].map(match =>
      this.#blockFile(blob, match[1] as string),
    )
    if (!blocks.every(file => statSync(file, {throwIfNoEntry: false}) !== undefined)) return false
    this.#store(blob, takeEach(blocks))
    return true
  }

  #store(blob: string, parts: Iterable<Buffer>): void {
    const hash = createHash('sha256')
    let size = 0
    writeFileSync(this.#file(blob), '')
    for (const part of parts) {
      appendFileSync(this.#file(blob), part)
      hash.update(part)
      size += part.length
    }
    this.#arrived.set(blob, {size, digest: `sha256:${hash.digest('hex')}`})
  }

  #file(blob: string): string {
    if (this.#folder === undefined) {
      const folder = mkdtempSync(join(tmpdir(), 'simulated-artifacts-'))
      process.once('exit', () => rmSync(folder, {recursive: true, force: true}))
      this.#folder = folder
    }
    return join(this.#folder, createHash('sha256').update(blob).digest('hex'))
  }

  #blockFile(blob: string, id: string): string {
    return this.#file(`${blob}/${id}`)
  }

  #signature(blob: string, right: 'r' | 'w'): string {
    return createHmac('sha256', this.#secret).update(`${right}/${blob}`).digest('base64')
  }
}

/** One file after the other, so that no upload is ever held whole. */
function* takeEach(files: string[]): Iterable<Buffer> {
  for (const file of files) {
    yield readFileSync(file)
    rmSync(file)
  }
}

/** Wrapped values of protobuf come bare in JSON; older clients send `{value}`. */
const unwrap = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'value' in value ? value.value : (value ?? undefined)

const json = (body: object): Response =>
  new Response(JSON.stringify(body), {headers: {'content-type': 'application/json'}})

const twirpError = (status: number, code: string, msg: string): Response =>
  new Response(JSON.stringify({code, msg}), {status, headers: {'content-type': 'application/json'}})

const blobHeaders = (): Record<string, string> => ({
  etag: `"0x${randomBytes(8).toString('hex').toUpperCase()}"`,
  'last-modified': new Date().toUTCString(),
  'x-ms-request-id': randomUUID(),
  'x-ms-version': '2025-11-05',
})

const blobError = (status: number, code: string): Response =>
  new Response(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`, {
    status,
    headers: {...blobHeaders(), 'content-type': 'application/xml', 'x-ms-error-code': code},
  })
