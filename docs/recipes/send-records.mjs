/**
 * Sends the records of `audit-<period>.jsonl.gz` somewhere, in batches, each record once: the part that all destinations share.
 * Needs Node 20 or later and nothing else. Secrets come from environment variables, and are never printed.
 */
import {createHash} from 'node:crypto'
import {appendFileSync, createReadStream, existsSync, readFileSync} from 'node:fs'
import {basename} from 'node:path'
import {createGunzip} from 'node:zlib'

const mostAttempts = 8
/** Refused records of a batch that are named. */
const mostNamed = 20
const retried = new Set([408, 425, 429, 500, 502, 503, 504])

/** What ends the program with a sentence instead of a stack. */
export class Stop extends Error {}

/**
 * Runs a destination over the file that the command line names.
 * @param destination `name`; `connect(file)`, which returns `toEvent(record, file)`: the text of a record or undefined for none, `overhead` bytes between
 *   two, `mostBytes` and `mostEvents` of a batch, and `send(events)`: `{accepted, known, refused}`, events by what became of them.
 *   `isIdempotent`: the destination itself knows records by their keys.
 */
export async function run(destination) {
  try {
    const {file, sentFile} = argumentsOf(process.argv.slice(2), destination)
    const target = await destination.connect(file)
    const sent = destination.isIdempotent ? new Set() : readSent(sentFile)
    const counts = {accepted: 0, known: 0, refused: 0, cut: 0}
    const deliver = async batch => {
      const {accepted, known, refused} = await target.send(batch)
      const done = [...accepted, ...known]
      if (!destination.isIdempotent && done.length > 0)
        appendFileSync(sentFile, done.map(({key}) => `${key}\n`).join(''))
      counts.accepted += accepted.length
      counts.known += known.length
      counts.refused += refused.length
      for (const {key, why} of refused.slice(0, mostNamed)) console.error(`Refused: ${key} (${why})`)
    }
    let batch = []
    let bytes = 0
    for await (const line of linesOf(file)) {
      const record = recordOf(line)
      if (sent.has(record.key)) {
        counts.known++
        continue
      }
      sent.add(record.key)
      const {text, isCut = false} = target.toEvent(record, file)
      if (isCut) counts.cut++
      const size = Buffer.byteLength(text) + target.overhead
      if (batch.length > 0 && (bytes + size > target.mostBytes || batch.length >= target.mostEvents)) {
        await deliver(batch)
        batch = []
        bytes = 0
      }
      batch.push({key: record.key, text, bytes: size})
      bytes += size
    }
    if (batch.length > 0) await deliver(batch)
    const cut = counts.cut > 0 ? ` ${counts.cut} were too long for a field and are marked as cut.` : ''
    console.log(`${counts.accepted} records sent, ${counts.known} were there already, ${counts.refused} refused.${cut}`)
    process.exitCode = counts.refused > 0 ? 1 : 0
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    process.exitCode = 2
  }
}

function argumentsOf(given, {name}) {
  const [file, option, sentFile = `m365-audit-sent-${name}.txt`] = given
  const usage = `Usage: node ${name}.mjs audit-2026-10.jsonl.gz [--sent FILE]`
  if (
    !file ||
    file.startsWith('-') ||
    given.length > 3 ||
    (option !== undefined && (option !== '--sent' || given.length < 3))
  )
    throw new Stop(usage)
  if (!existsSync(file)) throw new Stop(`There is no file ${file}.\n${usage}`)
  if (file.endsWith('.age'))
    throw new Stop(`${basename(file)} is encrypted: age -d -i key.txt -o records.jsonl.gz ${file}`)
  return {file, sentFile}
}

/** Keys of records that an earlier run sent. A line that a killed run cut short is none. */
function readSent(sentFile) {
  const lines = existsSync(sentFile) ? readFileSync(sentFile, 'utf8').split('\n').slice(0, -1) : []
  return new Set(lines)
}

/** Records are one a line; a line separator of Unicode inside a text is none, so lines are not left to a reader that thinks so. */
async function* linesOf(file) {
  const stream = file.endsWith('.gz') ? createReadStream(file).pipe(createGunzip()) : createReadStream(file)
  let begun = []
  for await (const chunk of readable(stream, file)) {
    let at = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, at)) {
      begun.push(chunk.subarray(at, end))
      const line = Buffer.concat(begun).toString('utf8')
      if (line.trim() !== '') yield line
      begun = []
      at = end + 1
    }
    begun.push(chunk.subarray(at))
  }
  if (Buffer.concat(begun).length > 0) throw new Stop(`${basename(file)} ends inside a record.`)
}

async function* readable(stream, file) {
  try {
    yield* stream
  } catch {
    throw new Stop(`${basename(file)} can't be read to its end: it is damaged, or no gzip file.`)
  }
}

/**
 * A record with what destinations ask of it. Its key is the record's Id and the beginning of its SHA-256: an Id that came with two
 * contents is two records of the evidence, and both are sent.
 */
export function recordOf(line) {
  const data = parsed(line)
  const text = name => (typeof data[name] === 'string' ? data[name].toWellFormed() : '')
  const digest = createHash('sha256').update(line).digest('hex')
  const id = text('Id')
  const time = Date.parse(text('CreationTime').replace(/Z?$/, 'Z'))
  return {
    id,
    key: /^[\w-]{1,200}$/.test(id) ? `${id}.${digest.slice(0, 16)}` : digest,
    time: Number.isNaN(time) ? 0 : time,
    text,
    line: wellFormed(line),
  }
}

/** The error of `JSON.parse` would show a part of the record. */
function parsed(line) {
  try {
    const data = JSON.parse(line)
    if (typeof data === 'object' && data !== null) return data
    throw new TypeError('no object')
  } catch {
    throw new Stop(
      'A line of the file is no JSON: the file is damaged. Check it with “node dist/index.js verify FOLDER”.',
    )
  }
}

/** Half an emoji in a JSON text (`\ud83d` without its other half) becomes `\ufffd`: many services refuse all of a batch for it. */
export function wellFormed(json) {
  return json
    .toWellFormed()
    .replace(
      /\\(u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)/g,
      (sequence, rest) => (rest.length === 5 ? '\\ufffd' : sequence),
    )
}

/** The value of a variable that has to be set. */
export function variable(name, says) {
  const value = process.env[name]?.trim()
  if (!value) throw new Stop(`Set the environment variable ${name}: ${says}.`)
  return value
}

/** An address to send a secret to: https, or this machine. */
export function addressIn(name, says) {
  const value = variable(name, says)
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isLocal = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  if (url === undefined || (url.protocol !== 'https:' && !isLocal))
    throw new Stop(`${name} has to be an https address.`)
  if (url.username || url.password) throw new Stop(`${name} must not hold a user or a password.`)
  return value.replace(/\/+$/, '')
}

/** Milliseconds until the next attempt: what the service asks for, or 0.25 s, doubled each time; one minute at most. */
export function retryDelay(attempt, retryAfter, now = Date.now()) {
  const seconds = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : (Date.parse(retryAfter ?? '') - now) / 1000
  const asked = Number.isNaN(seconds) ? 250 * 2 ** attempt : 1000 * seconds
  return Math.min(60_000, Math.max(0, asked))
}

/** The response, once the service is neither busy nor down. @throws Stop after eight attempts, and where it refuses the secret. */
export async function request(url, options) {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(url, {redirect: 'manual', ...options}).catch(() => undefined)
    if (response && !retried.has(response.status)) {
      if (response.status === 401 || response.status === 403)
        throw new Stop(
          `${new URL(url).host} refused the sign-in with status ${response.status}. Nothing of this batch was sent.`,
        )
      return response
    }
    if (attempt + 1 === mostAttempts)
      throw new Stop(
        `${new URL(url).host} did not accept the batch in ${mostAttempts} attempts (${response ? `status ${response.status}` : 'no answer'}). Run this again later: it goes on where it stopped.`,
      )
    await response?.arrayBuffer().catch(() => undefined)
    await new Promise(resolve => setTimeout(resolve, retryDelay(attempt, response?.headers.get('retry-after'))))
  }
}

/** A whole batch that got one answer. A batch too large is sent in halves; a single record too large is refused, and named. */
export async function sendWhole(events, post) {
  const response = await post(events)
  if (response.ok) return {accepted: events, known: [], refused: []}
  const why = `status ${response.status}`
  await response.arrayBuffer().catch(() => undefined)
  if (response.status !== 400 && response.status !== 413)
    throw new Stop(`The service refused the batch with ${why}: check address and names.`)
  if (events.length === 1) return {accepted: [], known: [], refused: [{key: events[0].key, why}]}
  const half = Math.ceil(events.length / 2)
  const first = await sendWhole(events.slice(0, half), post)
  if (first.accepted.length === 0 && first.refused.length >= mostNamed)
    throw new Stop(`The service refuses record after record with ${why}: check names, index and columns.`)
  const second = await sendWhole(events.slice(half), post)
  return {
    accepted: [...first.accepted, ...second.accepted],
    known: [],
    refused: [...first.refused, ...second.refused],
  }
}
