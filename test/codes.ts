/** Every code that the source raises, for the tests that hold tables and pages to it. */
import {readdirSync, readFileSync} from 'node:fs'
import {inputNames} from '../src/inputs/catalogue.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** The simulator plays other people's codes; rules of detection and texts of help raise none; the doctor's table names those of others. */
const sources = readdirSync(new URL('src/', root), {recursive: true, encoding: 'utf8'})
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts') && !/^(simulator|detect)\/|^(doctor\/codes|commands|help)\.ts$/.test(path))
  .map(path => read(`src/${path}`))
/** Their text without comments. */
export const code = sources.map(withoutComments).join('\n')

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Words in capitals that are no codes of ours. A literal that is in neither list fails the test, so that no code is missed. */
const foreign = [
  /^(ACTIONS|GITHUB)_(?!UNAVAILABLE)/,
  /_PROXY$/,
  // Set by nektos/act.
  /^ACT$/,
  /^(GET|POST|PATCH|DELETE|HEAD|PUT)$/,
  /^(HIPAA|JWT|PFX|PBMAC1|PS256|RS256|SHA256SUMS|UTC|HTML|URL|UPN|INCIDENTS)$/,
  /^(OWNER|MEMBER|COLLABORATOR)$/,
  // The doctor's verdicts.
  /^(MISSING|UNKNOWN)$/,
  /^(SIGINT|SIGTERM)$/,
  // Node's and nodemailer's.
  /^(EACCES|EAI_AGAIN|EAUTH|ECONNECTION|ECONNREFUSED|EDNS|EDQUOT|EENVELOPE|EEXIST|EHOSTUNREACH|EMESSAGE|ENETUNREACH)$/,
  /^(EPIPE|ERR_STREAM_DESTROYED)$/,
  /^(ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ESOCKET|ETIMEDOUT|ETLS|UND_ERR_CONNECT_TIMEOUT)$/,
  // Parquet's.
  /^(PAR1|BYTE_ARRAY|UTF8|STRING|INT32|INT64|BOOLEAN|TIMESTAMP|MICROS|OPTIONAL|PLAIN)$/,
  /^(RLE_DICTIONARY|RLE|SNAPPY|DICTIONARY_PAGE|DATA_PAGE_V2)$/,
  /^M365_(AUDIT|ADMIN|CERTIFICATE|CLIENT|TENANT)(_|$)/,
  // Labels of PEM.
  /^(CERTIFICATE|PKCS7|CMS)$/,
  // What Entra's numbers about federated credentials begin with.
  /^LOGIN_AADSTS70$/,
]

/** Codes in the source: whole literals in capitals, and `[CODE]` inside a message. */
export function raised(): Set<string> {
  const literals = [...code.matchAll(/(['`])([A-Z][A-Z0-9]{2,}(?:_[A-Z0-9]+)*)\1/g)].map(([, , word = '']) => word)
  const inside = [...code.matchAll(/\[([A-Z]{3,}(?:_[A-Z0-9]+)+)\]/g)].map(([, word = '']) => word)
  const fixed = [...literals, ...inside].filter(word => !foreign.some(pattern => pattern.test(word)))
  return new Set([...fixed, ...composed()])
}

/** Codes that are put together at run time; each way of doing so is counted below. */
function composed(): string[] {
  const entra = [...read('src/signin/advice.ts').matchAll(/^ {2}(\d+): \{/gm)].map(
    ([, number]) => `LOGIN_AADSTS${number}`,
  )
  const inputs = inputNames.map(name => `INPUT_${name.toUpperCase().replaceAll('-', '_')}`)
  return [...entra, ...inputs, 'GRAPH_QUERY_FAILED', 'GRAPH_QUERY_CANCELLED']
}
