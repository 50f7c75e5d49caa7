/** The terminal command `simulator`: reads its options, serves until it is told to stop, prints one line of JSON. */
import {readFileSync} from 'node:fs'
import {parseArgs} from 'node:util'
import {gunzipSync} from 'node:zlib'
import {readCertificates} from './certificate.ts'
import {createSimulator, SimulatorMistakes, type SimulatorOptions} from './simulator.ts'

export interface CommandIo {
  stdout: {write(text: string): unknown}
  stderr: {write(text: string): unknown}
  /** Stops the server; SIGINT and SIGTERM where it is not given. */
  stop?: AbortSignal
}

const OPTIONS = {
  records: {type: 'string'},
  seed: {type: 'string'},
  port: {type: 'string'},
  faults: {type: 'string'},
  shapes: {type: 'string'},
  incidents: {type: 'string'},
  pfx: {type: 'string'},
  password: {type: 'string'},
  'month-records': {type: 'string'},
  bare: {type: 'boolean'},
  help: {type: 'boolean', short: 'h'},
} as const

const USAGE = `Serves a simulated Microsoft 365 tenant and the services around it on this machine.

  simulator [--records FILE.jsonl[.gz]] [--seed N] [--port P] [--faults LIST] [--shapes LIST]
            [--incidents LIST] [--pfx FILE --password P] [--month-records N] [--bare]

  --records        audit records to hold, one AuditData a line, instead of generated ones
  --seed           another tenant (1)
  --port           port on 127.0.0.1; a free one where it is not given
  --faults         what goes wrong, by name: cancelled,429-seconds:3,slow:always or demo
  --shapes         how the services answer, by name: result-index-zero,silent-cap:2000
  --incidents      what is planted into every month, by name: bec,spray or demo or all
  --pfx            certificate of the app (PFX, PEM or DER) instead of the simulator's own
  --password       its password
  --month-records  generated records a month (40000)
  --bare           a tenant without any app, for the command setup; its variables hold an administrator's tokens
`
/** So many mistakes of a records file are shown; the rest is counted. */
const SHOWN = 40

/** Exit code 0 after a stop, 2 for mistakes: every one is named. */
export async function runSimulatorCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const {options, port, help, pfx, mistakes} = readOptions(argv)
  if (help) {
    io.stdout.write(USAGE)
    return 0
  }
  let simulator: Awaited<ReturnType<typeof createSimulator>> | undefined
  try {
    simulator = await createSimulator(options)
  } catch (error) {
    if (!(error instanceof SimulatorMistakes)) throw error
    mistakes.push(...error.mistakes)
  }
  if (simulator === undefined || mistakes.length > 0) return refuse(mistakes, io)

  let listening: Awaited<ReturnType<typeof simulator.listen>>
  try {
    listening = await simulator.listen(port)
  } catch (error) {
    return refuse([`The port ${port} cannot be used (${(error as Error).message}).`], io)
  }
  const {origin, endpoints, environment} = listening
  if (pfx !== undefined) {
    delete environment.INPUT_CERTIFICATE
    environment['INPUT_CERTIFICATE-FILE'] = pfx.file
    environment['INPUT_CERTIFICATE-PASSWORD'] = pfx.password
  }
  const line = {
    origin,
    endpoints,
    github: `${origin}/github`,
    results: `${origin}/`,
    tenant: simulator.tenantId,
    domain: simulator.domain,
    client: simulator.clientId,
    environment,
  }
  io.stdout.write(`${JSON.stringify(line)}\n`)
  await stopped(io.stop)
  await listening.close()
  return 0
}

function refuse(mistakes: string[], io: CommandIo): number {
  const shown = mistakes.slice(0, SHOWN)
  if (mistakes.length > SHOWN) shown.push(`… and ${mistakes.length - SHOWN} more.`)
  io.stderr.write(`${shown.join('\n')}\n`)
  return 2
}

interface ReadOptions {
  options: SimulatorOptions
  port: number
  help: boolean
  pfx: {file: string; password: string} | undefined
  mistakes: string[]
}

function readOptions(argv: readonly string[]): ReadOptions {
  const mistakes: string[] = []
  const {tokens, values} = parseArgs({
    args: [...argv],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional') mistakes.push(`"${token.value}" is not understood; options begin with --.`)
    if (token.kind !== 'option') continue
    if (!(token.name in OPTIONS)) {
      mistakes.push(
        `There is no option ${token.rawName}. Known are: ${Object.keys(OPTIONS)
          .map(name => `--${name}`)
          .join(', ')}.`,
      )
    } else if (!['help', 'bare'].includes(token.name) && (typeof token.value !== 'string' || token.value === '')) {
      mistakes.push(`The option ${token.rawName} needs a value.`)
    }
  }
  const text = (name: keyof typeof OPTIONS): string | undefined => {
    const value = values[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const number = (name: keyof typeof OPTIONS, most: number): number | undefined => {
    const given = text(name)
    if (given === undefined) return undefined
    if (/^\d+$/.test(given) && Number(given) <= most) return Number(given)
    mistakes.push(`--${name} has to be a whole number from 0 to ${most}, not "${given}".`)
    return undefined
  }

  const options: SimulatorOptions = {}
  const seed = number('seed', 4_294_967_295)
  if (seed !== undefined) options.seed = seed
  const month = number('month-records', 50_000_000)
  if (month !== undefined) options.recordsPerMonth = month
  const faults = text('faults')
  if (faults !== undefined) options.faults = faults
  const shapes = text('shapes')
  if (shapes !== undefined) options.shapes = shapes
  const incidents = text('incidents')
  if (incidents !== undefined) options.incidents = incidents
  const records = text('records')
  if (records !== undefined) options.records = readRecords(records, mistakes)
  if (values.bare === true) options.bare = true
  const pfx = readPfx(text('pfx'), text('password'), options, mistakes)
  return {options, port: number('port', 65_535) ?? 0, help: values.help === true, pfx, mistakes}
}

function readRecords(file: string, mistakes: string[]): Iterable<string> {
  try {
    const bytes = readFileSync(file)
    return lines(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes)
  } catch (error) {
    mistakes.push(`The records file ${file} cannot be read (${(error as Error).message}).`)
    return []
  }
}

/** Line by line from the bytes: a large file is longer than a string may be. */
function* lines(bytes: Buffer): Iterable<string> {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  for (let start = bom ? 3 : 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start)
    const end = newline < 0 ? bytes.length : newline
    yield bytes.toString('utf8', start, bytes[end - 1] === 13 ? end - 1 : end)
    start = end + 1
  }
}

function readPfx(
  file: string | undefined,
  password: string | undefined,
  options: SimulatorOptions,
  mistakes: string[],
): ReadOptions['pfx'] {
  if (file === undefined) {
    if (password !== undefined) mistakes.push('--password is given without --pfx.')
    return undefined
  }
  try {
    const read = readCertificates(readFileSync(file), password ?? '')
    if ('why' in read) mistakes.push(`No certificate comes out of ${file}: ${read.why}.`)
    else options.certificates = read.certificates.map(certificate => certificate.raw)
  } catch (error) {
    mistakes.push(`The certificate file ${file} cannot be read (${(error as Error).message}).`)
  }
  return {file, password: password ?? ''}
}

function stopped(stop: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    if (stop === undefined) {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    } else if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), {once: true})
  })
}
