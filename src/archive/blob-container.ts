/** One container of Azure Blob Storage, through Microsoft's library; its requests go through `World`, with our token and patience. */
import {randomUUID} from 'node:crypto'
import {Readable} from 'node:stream'
import type {
  BlockBlobClient,
  ContainerClient,
  HttpOperationResponse,
  IHttpClient,
  WebResource,
} from '@azure/storage-blob'
import type {AccessToken, TokenProvider} from '../signin/token.ts'
import {asFailure, Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {ArchiveAddress} from './archive-address.ts'
import {type BlobAnswer, type BlobOperation, blobFailure, noSuchAccount} from './blob-errors.ts'

export interface BlobAccess {
  address: ArchiveAddress
  /** Base URL of the account, without a slash at the end: its own, or a stand-in on this machine. */
  base: string
  clientId: string
  tokens: TokenProvider
  signal?: AbortSignal | undefined
}

export interface ContainerState {
  immutabilityPolicy: boolean
  legalHold: boolean
  /** Whether each blob can have a policy of its own. */
  versionLevelImmutability: boolean
  /** Whether it can be read without signing in. */
  isPublic: boolean
}

export interface BlobState {
  bytes: number
  etag: string
  versionId?: string
  policy?: {mode: 'locked' | 'unlocked'; until: string}
  legalHold: boolean
}

/** Bytes of one request's body, up and down: what is held in memory. */
export const blockSize = 8 << 20

/** All operations here exist since 2020-06-12; national clouds learn new versions later than the library does. */
const apiVersion = '2023-11-03'

const policy: RetryPolicy = {
  tries: 6,
  base: 2_000,
  longest: 60_000,
  timeout: 180_000,
  maximumBytes: 2 * blockSize,
  jitter: Math.random,
}

export class BlobContainer {
  readonly access: BlobAccess
  private readonly container: ContainerClient

  private constructor(container: ContainerClient, access: BlobAccess) {
    this.container = container
    this.access = access
  }

  /** Asks nothing of the service yet. */
  static async open(world: World, access: BlobAccess): Promise<BlobContainer> {
    const {AnonymousCredential, ContainerClient, newPipeline} = await import('@azure/storage-blob')
    const pipeline = newPipeline(new AnonymousCredential(), {
      httpClient: throughWorld(world, access),
      retryOptions: {maxTries: 1},
    })
    return new BlobContainer(new ContainerClient(`${access.base}/${access.address.container}`, pipeline), access)
  }

  async state(): Promise<ContainerState> {
    const found = await this.ask('read', () => this.container.getProperties())
    return {
      immutabilityPolicy: found.hasImmutabilityPolicy ?? false,
      legalHold: found.hasLegalHold ?? false,
      versionLevelImmutability: found.isImmutableStorageWithVersioningEnabled ?? false,
      isPublic: found.blobPublicAccess !== undefined,
    }
  }

  /** Undefined where there is no such blob. */
  async blob(name: string): Promise<BlobState | undefined> {
    const found = await this.ask('read', () => this.client(name).getProperties(), ['BlobNotFound', '404'])
    if (found === undefined) return undefined
    const {contentLength = 0, etag = '', versionId, immutabilityPolicyExpiresOn: until} = found
    const mode = found.immutabilityPolicyMode?.toLowerCase()
    return {
      bytes: contentLength,
      etag,
      legalHold: found.legalHold ?? false,
      ...(versionId === undefined ? {} : {versionId}),
      ...(until && (mode === 'locked' || mode === 'unlocked') ? {policy: {mode, until: until.toISOString()}} : {}),
    }
  }

  /**
   * Writes a blob that is not there yet, a block at a time.
   * @param block so many bytes from `start` on.
   * @returns whether it was written: false where one of the name is there, which is left as it is.
   */
  async add(name: string, bytes: number, block: (start: number, length: number) => Promise<Buffer>): Promise<boolean> {
    const client = this.client(name)
    const conditions = {ifNoneMatch: '*'}
    if (bytes <= blockSize) {
      const body = await block(0, bytes)
      return (await this.ask('write', () => client.upload(body, body.length, {conditions}), there)) !== undefined
    }
    // Blocks of a blob that exists would be uploaded for nothing.
    if ((await this.blob(name)) !== undefined) return false
    const ids: string[] = []
    for (let start = 0; start < bytes; start += blockSize) {
      const body = await block(start, Math.min(blockSize, bytes - start))
      const id = Buffer.from(String(ids.length).padStart(8, '0')).toString('base64')
      if ((await this.ask('write', () => client.stageBlock(id, body, body.length), there)) === undefined) return false
      ids.push(id)
    }
    return (await this.ask('write', () => client.commitBlockList(ids, {conditions}), there)) !== undefined
  }

  /** The blob's bytes, a block at a time; fails where it is changed meanwhile. */
  async *read(name: string, {bytes, etag}: Pick<BlobState, 'bytes' | 'etag'>): AsyncGenerator<Buffer> {
    const client = this.client(name)
    for (let start = 0; start < bytes; start += blockSize) {
      const length = Math.min(blockSize, bytes - start)
      yield await this.ask('read', () =>
        client.downloadToBuffer(start, length, {
          ...{blockSize, concurrency: 1, maxRetryRequestsPerBlock: 0},
          conditions: {ifMatch: etag},
        }),
      )
    }
  }

  /** Names below the container, in no particular order. */
  async *names(prefix: string): AsyncGenerator<string> {
    const pages = this.container.listBlobsFlat({prefix}).byPage({maxPageSize: 1_000})
    for (;;) {
      const {value, done} = await this.ask('read', () => pages.next())
      if (done) return
      for (const {name} of value.segment.blobItems) yield name
    }
  }

  /** Can't be taken back: the blob can't be deleted before then. @param until milliseconds. */
  async lock(name: string, until: number): Promise<void> {
    await this.ask('lock', () =>
      this.client(name).setImmutabilityPolicy({expiriesOn: new Date(until), policyMode: 'Locked'}),
    )
  }

  /** Whether new blobs may be written: asked by a write whose own condition can't hold, so that nothing is left. */
  async checkWrite(prefix: string): Promise<void> {
    const body = Buffer.alloc(0)
    const conditions = {ifMatch: '"0x0"'}
    const name = noBlob(prefix)
    await this.ask('write', () => this.client(name).upload(body, 0, {conditions}), ['ConditionNotMet', 'BlobNotFound'])
  }

  /** Whether policies may be set: asked of a blob that is not there. @param until milliseconds. */
  async checkLock(prefix: string, until: number): Promise<void> {
    const name = noBlob(prefix)
    const wanted = {expiriesOn: new Date(until), policyMode: 'Locked' as const}
    await this.ask('lock', () => this.client(name).setImmutabilityPolicy(wanted), ['BlobNotFound'])
  }

  private client(name: string): BlockBlobClient {
    return this.container.getBlockBlobClient(name)
  }

  /** Undefined for a refusal that is `expected`, by the service's code or the status. @throws Failure with advice. */
  private async ask<T>(operation: BlobOperation, work: () => Promise<T>): Promise<T>
  private async ask<T>(
    operation: BlobOperation,
    work: () => Promise<T>,
    expected: readonly string[],
  ): Promise<T | undefined>
  private async ask<T>(
    operation: BlobOperation,
    work: () => Promise<T>,
    expected: readonly string[] = [],
  ): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Failure) throw named(error, this.access.address)
      const answer = answerIn(error)
      if (answer === undefined) throw asFailure(error)
      if (expected.includes(answer.code) || (answer.code === '' && expected.includes(String(answer.status)))) {
        return undefined
      }
      throw blobFailure(answer, operation, this.access)
    }
  }
}

/** By what the service says that a blob of the name exists; its content is compared then. */
const there = ['BlobAlreadyExists', 'ConditionNotMet', 'BlobImmutableDueToPolicy', 'BlobImmutableDueToLegalHold']

/** A name that no blob has. */
function noBlob(prefix: string): string {
  return [...(prefix === '' ? [] : [prefix]), `m365-audit-export-check-${randomUUID()}`].join('/')
}

function named(failure: Failure, address: ArchiveAddress): Failure {
  return /ENOTFOUND|EAI_NONAME/.test(failure.message) ? noSuchAccount(address, failure) : failure
}

/** What the library throws for an answer that is none of success. */
function answerIn(error: unknown): BlobAnswer | undefined {
  const {statusCode, response} = error as {
    statusCode?: number
    response?: {headers: {get(name: string): string | undefined}}
  }
  if (statusCode === undefined || response === undefined) return undefined
  return {
    status: statusCode,
    code: response.headers.get('x-ms-error-code') ?? '',
    requestId: response.headers.get('x-ms-request-id') ?? '',
  }
}

/** Set by what sends the request. */
const ofConnection = ['host', 'connection', 'content-length', 'accept-encoding']

function throughWorld(world: World, access: BlobAccess): IHttpClient {
  return {
    sendRequest: async resource => {
      const answer = await sendToBlobs(world, access, resource)
      return toLibrary(resource, answer)
    },
  }
}

async function sendToBlobs(world: World, access: BlobAccess, resource: WebResource): Promise<HttpAnswer> {
  const {tokens, signal} = access
  let renewal: {claims?: string; refused?: AccessToken} | undefined
  let used: AccessToken | undefined
  const request = async () => {
    used = await (renewal ? tokens.renew(renewal) : tokens.token())
    const headers = new Headers(resource.headers.rawHeaders())
    for (const name of ofConnection) headers.delete(name)
    headers.set('x-ms-version', apiVersion)
    headers.set('x-ms-date', new Date(world.now()).toUTCString())
    headers.set('authorization', `Bearer ${used.secret}`)
    const body = resource.method === 'PUT' ? (resource.body ?? '') : undefined
    return new Request(resource.url, {method: resource.method, headers, ...(body === undefined ? {} : {body})})
  }
  const read = (answer: HttpAnswer): BodyReading<HttpAnswer> => {
    const {status, headers} = answer
    if (status === 401 && renewal === undefined) {
      const claims = /claims="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1]
      renewal = {...(claims === undefined ? {} : {claims}), ...(used && {refused: used})}
      return {retry: blobFailure(fromAnswer(answer), 'read', access)}
    }
    if (status !== 408 && status !== 429 && status < 500) return {done: answer}
    // What the service has no code for, it does not do.
    if (status === 501 || status === 505) return {done: answer}
    return {retry: blobFailure(fromAnswer(answer), 'read', access), throttled: status === 429 || status === 503}
  }
  return await send(world, {request, read, policy, ...(signal && {signal})})
}

function fromAnswer({status, headers}: HttpAnswer): BlobAnswer {
  return {status, code: headers.get('x-ms-error-code') ?? '', requestId: headers.get('x-ms-request-id') ?? ''}
}

function toLibrary(resource: WebResource, {status, headers: given, bytes}: HttpAnswer): HttpOperationResponse {
  const headers = resource.headers.clone()
  for (const name of headers.headerNames()) headers.remove(name)
  for (const [name, value] of given) headers.set(name, value)
  const isStream = resource.streamResponseStatusCodes?.has(status) ?? false
  const body = isStream
    ? {readableStreamBody: Readable.from([Buffer.from(bytes)])}
    : {bodyAsText: String(Buffer.from(bytes))}
  return {request: resource, status, headers, ...body}
}
