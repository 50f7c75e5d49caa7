/** Fetches an artifact's zip to the disk, bounded in bytes and time, and proves it by the digest that GitHub states. */
import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {apiHeaders, artifactZip, type FoundArtifact} from '../github.ts'
import type {RunFacts} from '../host/host.ts'
import {asFailure, causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'

export interface Download {
  artifact: FoundArtifact
  facts: RunFacts
  token: string
  /** The file to be made. */
  path: string
  /** Bytes. */
  most: number
  signal: AbortSignal
}

/** A connection on which nothing comes for so long is dead. Milliseconds. */
const stalled = 60_000
const tries = 3

/** @throws Failure `ARTIFACT_NOT_READ`, `ARTIFACT_DIGEST`, or the signal's reason. */
export async function downloadZip(world: World, download: Download): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(world, download)
    } catch (error) {
      download.signal.throwIfAborted()
      const failure = asNotRead(error, download)
      if (attempt >= tries || failure.code !== 'ARTIFACT_NOT_READ' || failure.evidence.again === 'no') throw failure
      await world.disk.remove(download.path)
      await world.sleep(1000 * attempt, download.signal)
    }
  }
}

async function attemptOnce(world: World, {artifact, facts, token, path, most, signal}: Download): Promise<void> {
  const watch = new StallWatch(signal)
  try {
    const asked = new Request(artifactZip(facts, artifact.id), {headers: apiHeaders(token), signal: watch.signal})
    const answer = await world.fetch(asked)
    const place = answer.headers.get('location')
    if (answer.status !== 302 || place === null)
      throw notRead(artifact, `GitHub’s API answers ${answer.status}`, answer.status)
    await answer.body?.cancel()
    // The address carries its own signature; our token is for GitHub alone.
    const blob = await world.fetch(new Request(signedAddress(place, artifact), {signal: watch.signal}))
    if (blob.status !== 200) throw notRead(artifact, `the storage answers ${blob.status}`, blob.status)
    const digest = await store(world, blob, {path, most, artifact, watch})
    if (digest !== artifact.digest) {
      throw new Failure({
        code: 'ARTIFACT_DIGEST',
        message: `Artifact ${artifact.id} is not the one that GitHub lists: its SHA-256 is ${digest}, not ${artifact.digest}.`,
        remedy: 'Something between changes what is downloaded, or the artifact was replaced. It is not used.',
      })
    }
  } finally {
    watch.end()
  }
}

async function store(
  world: World,
  blob: Response,
  {path, most, artifact, watch}: {path: string; most: number; artifact: FoundArtifact; watch: StallWatch},
): Promise<string> {
  const hash = createHash('sha256')
  const file = world.disk.writeStream(path)
  let failed: unknown
  file.on('error', error => {
    failed = error
  })
  let bytes = 0
  try {
    for await (const chunk of blob.body ?? []) {
      watch.alive()
      if (failed !== undefined) throw failed
      bytes += chunk.length
      if (bytes > most) throw notRead(artifact, `it is larger than ${most} bytes`)
      hash.update(chunk)
      if (!file.write(chunk)) await Promise.race([once(file, 'drain'), once(file, 'close')])
    }
  } finally {
    file.end()
    if (!file.closed) await once(file, 'close')
  }
  if (failed !== undefined) throw failed
  return hash.digest('hex')
}

/** HTTPS, or what listens on this machine. */
function signedAddress(place: string, artifact: FoundArtifact): string {
  const url = URL.canParse(place) ? new URL(place) : undefined
  const local = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (local && url.protocol === 'http:')) return url.href
  throw notRead(artifact, 'GitHub’s API leads to an address that is not HTTPS')
}

class StallWatch {
  readonly signal: AbortSignal
  private readonly controller = new AbortController()
  private timer: NodeJS.Timeout

  constructor(outer: AbortSignal) {
    this.timer = setTimeout(() => this.stall(), stalled)
    this.signal = AbortSignal.any([outer, this.controller.signal])
  }

  alive(): void {
    this.timer.refresh()
  }

  end(): void {
    clearTimeout(this.timer)
  }

  private stall(): void {
    this.controller.abort(new TypeError(`nothing came for ${stalled / 1000} s`))
  }
}

function asNotRead(error: unknown, {artifact}: Download): Failure {
  return error instanceof Failure ? error : notRead(artifact, causes(error) || asFailure(error).message)
}

function notRead({id, run}: FoundArtifact, why: string, status?: number): Failure {
  const again = status !== undefined && status < 500 && status !== 429 ? {again: 'no'} : {}
  return new Failure({
    code: 'ARTIFACT_NOT_READ',
    message: `Artifact ${id} of run ${run.id} could not be downloaded: ${why.split('\n', 1)[0]}.`,
    remedy: 'The workflow needs `permissions: actions: read`; artifacts also expire.',
    evidence: again,
  })
}
