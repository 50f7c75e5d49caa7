/**
 * One container of Azure Blob Storage, as an app with a token of Entra uses it: block blobs, conditions, versions, immutability.
 * Judges requests as the documentation has it. https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api
 */
import {createHash, randomBytes, randomUUID} from 'node:crypto'
import {type Context, Hono} from 'hono'
import type {Tenant} from './tenant.ts'
import {readToken} from './tokens.ts'

export interface StorageOptions {
  container: string
  /** What the app is assigned at the container. */
  role: 'none' | 'reader' | 'contributor' | 'owner'
  /** Whether blobs keep versions, and can have policies of their own. */
  versionLevelImmutability: boolean
  /** What new blobs inherit where they can. */
  defaultPolicy?: {days: number; mode: PolicyMode}
  /** A policy of the container itself: no blob can be changed or deleted, new ones can be written. */
  containerPolicy: boolean
  legalHold: boolean
  /** Who may read it without signing in. */
  publicAccess?: 'container' | 'blob'
  /** Whether the account's network rules shut the caller out. */
  firewall: boolean
}

type PolicyMode = 'Locked' | 'Unlocked'

export interface StoredBlob {
  bytes: Buffer
  etag: string
  versionId: string | undefined
  modified: number
  policy: {mode: PolicyMode; until: number} | undefined
}

type Right = 'container' | 'read' | 'write' | 'delete' | 'immutability'

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage */
const rights: Readonly<Record<StorageOptions['role'], readonly Right[]>> = {
  none: [],
  reader: ['container', 'read'],
  contributor: ['container', 'read', 'write', 'delete'],
  owner: ['container', 'read', 'write', 'delete', 'immutability'],
}

class BlobRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>
  constructor(status: number, code: string, headers: Record<string, string> = {}) {
    super(code)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** The least service version that knows policies of blobs. */
const leastVersion = '2020-06-12'
const mostBlocks = 50_000
const largestBlock = 4_000 * 2 ** 20

export class StorageContainer {
  readonly options: StorageOptions
  /** Versions by the blob's name, the current one last. */
  readonly blobs = new Map<string, StoredBlob[]>()
  readonly requests: string[] = []
  private readonly tenant: Tenant
  private readonly staged = new Map<string, Map<string, Buffer>>()
  private lastVersion = 0

  constructor(tenant: Tenant, options: StorageOptions) {
    this.tenant = tenant
    this.options = options
  }

  /** The current version's bytes, by name. */
  content(): Record<string, Buffer> {
    return Object.fromEntries(
      [...this.blobs].flatMap(([name, versions]) => versions.slice(-1).map(one => [name, one.bytes])),
    )
  }

  handler(): Hono {
    const app = new Hono()
    app.all('/:container/:blob{.+}', async c => await this.answer(c, () => this.blobRequest(c)))
    app.all('/:container', async c => await this.answer(c, async () => this.containerRequest(c)))
    return app
  }

  private async answer(c: Context, work: () => Promise<Response>): Promise<Response> {
    const {method, url} = c.req
    const comp = c.req.query('comp')
    this.requests.push(`${method} ${decodeURIComponent(new URL(url).pathname)}${comp ? ` ${comp}` : ''}`)
    try {
      await this.admit(c)
      return await work()
    } catch (error) {
      if (!(error instanceof BlobRefusal)) throw error
      const {status, code, headers} = error
      const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
      return new Response(method === 'HEAD' ? null : body, {
        status,
        headers: {...this.common(), 'content-type': 'application/xml', 'x-ms-error-code': code, ...headers},
      })
    }
  }

  private common(): Record<string, string> {
    return {
      'x-ms-request-id': randomUUID(),
      'x-ms-version': leastVersion,
      date: new Date(this.tenant.now()).toUTCString(),
    }
  }

  /** What every request needs, whatever it asks for. */
  private async admit(c: Context): Promise<void> {
    if (this.options.firewall) throw new BlobRefusal(403, 'AuthorizationFailure')
    const version = c.req.header('x-ms-version')
    if (version === undefined) throw new BlobRefusal(400, 'MissingRequiredHeader')
    if (!/^\d{4}-\d\d-\d\d$/.test(version) || version < leastVersion) throw new BlobRefusal(400, 'InvalidHeaderValue')
    const date = c.req.header('x-ms-date') ?? c.req.header('date')
    if (date === undefined || Number.isNaN(Date.parse(date))) throw new BlobRefusal(400, 'MissingRequiredHeader')
    const reading = await readToken(this.tenant, c.req.raw, 'storage', this.tenant.id)
    if ('refused' in reading) {
      const code = reading.refused === 'missing' ? 'NoAuthenticationInformation' : 'InvalidAuthenticationInfo'
      const challenge = `Bearer authorization_uri=https://login.microsoftonline.com/${this.tenant.id}/oauth2/authorize resource_id=https://storage.azure.com`
      throw new BlobRefusal(401, code, {'www-authenticate': challenge})
    }
  }

  private need(right: Right): void {
    if (!rights[this.options.role].includes(right)) throw new BlobRefusal(403, 'AuthorizationPermissionMismatch')
  }

  private inContainer(c: Context): void {
    if (c.req.param('container') !== this.options.container) throw new BlobRefusal(404, 'ContainerNotFound')
  }

  private containerRequest(c: Context): Response {
    if (!['GET', 'HEAD'].includes(c.req.method) || c.req.query('restype') !== 'container')
      throw new BlobRefusal(400, 'InvalidQueryParameterValue')
    if (c.req.query('comp') === 'list') return this.list(c)
    this.need('container')
    this.inContainer(c)
    const {containerPolicy, legalHold, versionLevelImmutability, publicAccess} = this.options
    return new Response(null, {
      headers: {
        ...this.common(),
        etag: '"0x8D0000000000000"',
        'last-modified': new Date(0).toUTCString(),
        'x-ms-has-immutability-policy': String(containerPolicy),
        'x-ms-has-legal-hold': String(legalHold),
        'x-ms-immutable-storage-with-versioning-enabled': String(versionLevelImmutability),
        ...(publicAccess ? {'x-ms-blob-public-access': publicAccess} : {}),
      },
    })
  }

  private list(c: Context): Response {
    this.need('read')
    this.inContainer(c)
    const prefix = c.req.query('prefix') ?? ''
    const marker = c.req.query('marker') ?? ''
    const most = Math.min(Number(c.req.query('maxresults') ?? 5_000), 5_000)
    const names = [...this.blobs.keys()].filter(name => name.startsWith(prefix) && name > marker).sort(byCodeUnits)
    const page = names.slice(0, most)
    const next = names.length > most ? (page.at(-1) ?? '') : ''
    const blobs = page.map(name => {
      const {bytes, etag, modified} = this.current(name)
      return `<Blob><Name>${escapeXml(name)}</Name><Properties><Last-Modified>${new Date(modified).toUTCString()}</Last-Modified><Etag>${escapeXml(etag)}</Etag><Content-Length>${bytes.length}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>`
    })
    const xml = `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="${this.options.container}"><Prefix>${escapeXml(prefix)}</Prefix><Blobs>${blobs.join('')}</Blobs><NextMarker>${escapeXml(next)}</NextMarker></EnumerationResults>`
    return new Response(xml, {headers: {...this.common(), 'content-type': 'application/xml'}})
  }

  private async blobRequest(c: Context): Promise<Response> {
    const name = decodeURIComponent(c.req.param('blob') ?? '')
    const {method} = c.req
    const comp = c.req.query('comp') ?? ''
    if (method === 'PUT' && comp === 'immutabilityPolicies') return this.setPolicy(c, name)
    if (method === 'DELETE' && comp === 'immutabilityPolicies') return this.removePolicy(c, name)
    if (method === 'PUT' && comp === 'block') return await this.putBlock(c, name)
    if (method === 'PUT' && comp === 'blocklist') return await this.putBlockList(c, name)
    if (comp !== '') throw new BlobRefusal(400, 'InvalidQueryParameterValue')
    if (method === 'PUT') return await this.putBlob(c, name)
    if (method === 'DELETE') return this.remove(c, name)
    if (method === 'GET' || method === 'HEAD') return this.get(c, name)
    throw new BlobRefusal(405, 'UnsupportedHttpVerb')
  }

  private current(name: string): StoredBlob {
    const blob = this.blobs.get(name)?.at(-1)
    if (blob === undefined) throw new BlobRefusal(404, 'BlobNotFound')
    return blob
  }

  /** RFC 9110 §13, as far as a write of a whole blob takes them. */
  private checkConditions(c: Context, name: string): void {
    const blob = this.blobs.get(name)?.at(-1)
    const [match, noneMatch] = [c.req.header('if-match'), c.req.header('if-none-match')]
    if (match !== undefined && (blob === undefined || (match !== '*' && match !== blob.etag)))
      throw new BlobRefusal(412, 'ConditionNotMet')
    if (noneMatch === '*' && blob !== undefined) throw new BlobRefusal(409, 'BlobAlreadyExists')
    if (noneMatch !== undefined && noneMatch !== '*' && noneMatch === blob?.etag)
      throw new BlobRefusal(412, 'ConditionNotMet')
  }

  /** Why a version can be neither changed nor deleted now. */
  private protection(blob: StoredBlob): string | undefined {
    if (this.options.legalHold) return 'BlobImmutableDueToLegalHold'
    const isHeld = this.options.containerPolicy || (blob.policy !== undefined && blob.policy.until > this.tenant.now())
    return isHeld ? 'BlobImmutableDueToPolicy' : undefined
  }

  /** With versions, what was there stays as an earlier one. */
  private store(name: string, bytes: Buffer): Response {
    const versions = this.blobs.get(name) ?? []
    const {versionLevelImmutability: keepsVersions, defaultPolicy} = this.options
    const before = versions.at(-1)
    const why = before && this.protection(before)
    if (why !== undefined && !keepsVersions) throw new BlobRefusal(409, why)
    const now = this.tenant.now()
    this.lastVersion = Math.max(this.lastVersion + 1, now * 10_000)
    const versionId = keepsVersions ? versionIdOf(this.lastVersion) : undefined
    const policy =
      keepsVersions && defaultPolicy
        ? {mode: defaultPolicy.mode, until: now + defaultPolicy.days * 86_400_000}
        : undefined
    const etag = `"0x${randomBytes(7).toString('hex').toUpperCase()}"`
    this.blobs.set(name, [...(keepsVersions ? versions : []), {bytes, etag, versionId, modified: now, policy}])
    this.staged.delete(name)
    return new Response(null, {
      status: 201,
      headers: {
        ...this.common(),
        etag,
        'last-modified': new Date(now).toUTCString(),
        'content-md5': createHash('md5').update(bytes).digest('base64'),
        'x-ms-request-server-encrypted': 'true',
        ...(versionId ? {'x-ms-version-id': versionId} : {}),
      },
    })
  }

  private async putBlob(c: Context, name: string): Promise<Response> {
    this.need('write')
    this.inContainer(c)
    const type = c.req.header('x-ms-blob-type')
    if (type === undefined) throw new BlobRefusal(400, 'MissingRequiredHeader')
    if (type !== 'BlockBlob') throw new BlobRefusal(400, 'InvalidHeaderValue')
    const bytes = Buffer.from(await c.req.arrayBuffer())
    this.checkConditions(c, name)
    return this.store(name, bytes)
  }

  private async putBlock(c: Context, name: string): Promise<Response> {
    this.need('write')
    this.inContainer(c)
    const id = c.req.query('blockid') ?? ''
    const raw = Buffer.from(id, 'base64')
    if (raw.toString('base64') !== id || raw.length === 0 || raw.length > 64)
      throw new BlobRefusal(400, 'InvalidQueryParameterValue')
    const blocks = this.staged.get(name) ?? new Map<string, Buffer>()
    const [other] = blocks.keys()
    if (other !== undefined && other.length !== id.length) throw new BlobRefusal(400, 'InvalidBlobOrBlock')
    const blob = this.blobs.get(name)?.at(-1)
    const why = blob && this.protection(blob)
    if (why !== undefined && !this.options.versionLevelImmutability) throw new BlobRefusal(409, why)
    const bytes = Buffer.from(await c.req.arrayBuffer())
    if (bytes.length === 0) throw new BlobRefusal(400, 'InvalidHeaderValue')
    if (bytes.length > largestBlock) throw new BlobRefusal(413, 'RequestBodyTooLarge')
    blocks.set(id, bytes)
    this.staged.set(name, blocks)
    return new Response(null, {status: 201, headers: this.common()})
  }

  private async putBlockList(c: Context, name: string): Promise<Response> {
    this.need('write')
    this.inContainer(c)
    const xml = await c.req.text()
    if (!/<BlockList>[\s\S]*<\/BlockList>|<BlockList\s*\/>/.test(xml)) throw new BlobRefusal(400, 'InvalidXmlDocument')
    const ids = [...xml.matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(([, id = '']) => id)
    if (ids.length > mostBlocks) throw new BlobRefusal(400, 'BlockListTooLong')
    this.checkConditions(c, name)
    const blocks = ids.map(id => this.staged.get(name)?.get(id))
    if (blocks.some(block => block === undefined)) throw new BlobRefusal(400, 'InvalidBlockList')
    return this.store(name, Buffer.concat(blocks.filter(block => block !== undefined)))
  }

  private get(c: Context, name: string): Response {
    this.need('read')
    this.inContainer(c)
    const blob = this.current(name)
    const {bytes, etag, versionId, modified, policy} = blob
    const match = c.req.header('if-match')
    if (match !== undefined && match !== '*' && match !== etag) throw new BlobRefusal(412, 'ConditionNotMet')
    const headers: Record<string, string> = {
      ...this.common(),
      etag,
      'last-modified': new Date(modified).toUTCString(),
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      'x-ms-blob-type': 'BlockBlob',
      ...(versionId ? {'x-ms-version-id': versionId, 'x-ms-is-current-version': 'true'} : {}),
      ...(policy
        ? {
            'x-ms-immutability-policy-until-date': new Date(policy.until).toUTCString(),
            'x-ms-immutability-policy-mode': policy.mode.toLowerCase(),
          }
        : {}),
    }
    if (c.req.method === 'HEAD')
      return new Response(null, {headers: {...headers, 'content-length': String(bytes.length)}})
    const range = c.req.header('x-ms-range') ?? c.req.header('range')
    if (range === undefined) return new Response(new Uint8Array(bytes), {headers})
    const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? []
    if (first === '' || Number(first) >= bytes.length) throw new BlobRefusal(416, 'InvalidRange')
    const end = Math.min(last === '' ? bytes.length : Number(last) + 1, bytes.length)
    const part = bytes.subarray(Number(first), end)
    const contentRange = `bytes ${first}-${end - 1}/${bytes.length}`
    return new Response(new Uint8Array(part), {
      status: 206,
      headers: {...headers, 'content-length': String(part.length), 'content-range': contentRange},
    })
  }

  /** With versions, deleting the blob leaves them, and deletes none that is protected. */
  private remove(c: Context, name: string): Response {
    this.need('delete')
    this.inContainer(c)
    const why = this.protection(this.current(name))
    if (why !== undefined) throw new BlobRefusal(409, why)
    this.blobs.delete(name)
    return new Response(null, {status: 202, headers: this.common()})
  }

  private setPolicy(c: Context, name: string): Response {
    this.need('immutability')
    this.inContainer(c)
    const blob = this.current(name)
    // The code is not documented.
    if (!this.options.versionLevelImmutability) throw new BlobRefusal(409, 'FeatureNotEnabled')
    const given = c.req.header('x-ms-immutability-policy-until-date') ?? ''
    const until = Date.parse(given)
    if (given === '' || Number.isNaN(until)) throw new BlobRefusal(400, 'MissingRequiredHeader')
    if (new Date(until).toUTCString() !== given || until <= this.tenant.now())
      throw new BlobRefusal(400, 'InvalidHeaderValue')
    const mode = modes.find(
      one => one.toLowerCase() === (c.req.header('x-ms-immutability-policy-mode') ?? 'unlocked').toLowerCase(),
    )
    if (mode === undefined) throw new BlobRefusal(400, 'InvalidHeaderValue')
    const isLocked = blob.policy?.mode === 'Locked'
    // A locked policy can be extended, and nothing else.
    if (isLocked && (mode === 'Unlocked' || until < (blob.policy?.until ?? 0)))
      throw new BlobRefusal(409, 'BlobImmutableDueToPolicy')
    blob.policy = {mode, until}
    const headers = {'x-ms-immutability-policy-until-date': given, 'x-ms-immutability-policy-mode': mode.toLowerCase()}
    return new Response(null, {headers: {...this.common(), ...headers}})
  }

  private removePolicy(c: Context, name: string): Response {
    this.need('immutability')
    this.inContainer(c)
    const blob = this.current(name)
    if (blob.policy?.mode === 'Locked') throw new BlobRefusal(409, 'BlobImmutableDueToPolicy')
    blob.policy = undefined
    return new Response(null, {headers: this.common()})
  }
}

const modes: readonly PolicyMode[] = ['Locked', 'Unlocked']

/** A moment with seven decimals, as the service names versions. */
function versionIdOf(ticks: number): string {
  const moment = new Date(Math.floor(ticks / 10_000)).toISOString().slice(0, -1)
  return `${moment}${String(ticks % 10_000).padStart(4, '0')}Z`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const byCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
