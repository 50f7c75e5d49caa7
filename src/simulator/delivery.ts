/** Writes an answer's bytes and carries them out: zipped where it is wanted, cut or mislabelled where a fault says so. */
import {promisify} from 'node:util'
import {gzip} from 'node:zlib'
import type {Context} from 'hono'
import {type Envelope, envelopeClosing, envelopeOpening} from './envelopes.ts'
import {cutOff} from './tenant.ts'

const compress = promisify(gzip)

/** Buffers of pages that were sent, for those to come: a page is some two megabytes, and a month has thousands. */
const spare: Buffer[] = []

class PageWriter {
  #bytes = spare.pop() ?? Buffer.allocUnsafe(4_000_000)
  #length = 0

  write(text: string): void {
    const most = text.length * 3
    if (this.#length + most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe((this.#length + most) * 2)
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#length += this.#bytes.write(text, this.#length, 'utf8')
  }

  /** Good until `release`. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  release(): void {
    if (spare.length < 2) spare.push(this.#bytes)
  }
}

export async function deliverAnswer(
  c: Context,
  parts: {envelope: Envelope; rows: Iterable<string>; headers: Record<string, string>; fault: string | undefined},
): Promise<Response> {
  const page = new PageWriter()
  page.write(envelopeOpening(parts.envelope))
  let comma = ''
  for (const row of parts.rows) {
    page.write(comma + row)
    comma = ','
  }
  page.write(envelopeClosing(parts.envelope))
  const response = await carry(c, page.written, parts.headers, parts.fault)
  page.release()
  return response
}

async function carry(
  c: Context,
  whole: Buffer,
  headers: Record<string, string>,
  fault: string | undefined,
): Promise<Response> {
  const plain = fault === 'cut-json' ? whole.subarray(0, Math.floor(whole.length * 0.7)) : whole
  const wantsGzip = /\bgzip\b/i.test(c.req.header('accept-encoding') ?? '')
  const zipped = fault === 'plain-label-on-gzip' || (wantsGzip && fault !== 'gzip-label-on-plain')
  const labelled = fault === 'gzip-label-on-plain' || (zipped && fault !== 'plain-label-on-gzip')
  const bytes: Uint8Array<ArrayBuffer> = zipped ? await compress(plain, {level: 1}) : new Uint8Array(plain)
  const all = {...headers, ...(labelled ? {'content-encoding': 'gzip'} : {})}
  const init = {status: 200, headers: all}
  return fault === 'reset-mid-body' ? cutOff(bytes, init) : new Response(bytes, init)
}
