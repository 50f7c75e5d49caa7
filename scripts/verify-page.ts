/**
 * Builds the page verify.html from src/auditor into one file that needs nothing else. Packed, it stands in
 * src/evidence/packed-verify-page.ts, from where exports take it: `npm run tables` and `npm run build` renew it there. Started as
 * a program, this writes the page to standard output, for a release.
 */
import {createHash} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {brotliCompressSync, constants} from 'node:zlib'
import {type Plugin, rolldown} from 'rolldown'
import {verifyPage} from '../src/evidence/instruction-files.ts'
import {version} from '../src/version.ts'

const root = new URL('../', import.meta.url)
const packed = new URL('src/evidence/packed-verify-page.ts', root)

const crypto = '\0crypto'

/** `createHash` is the page's own. Where another function of Node's is used, its import stays, which then is an error. */
const nodeForBrowsers: Plugin = {
  name: 'node for browsers',
  resolveId(id, importer) {
    if (id === 'node:crypto' && importer !== crypto) return crypto
    return id.startsWith('node:') ? {id, external: true, moduleSideEffects: false} : null
  },
  load: id =>
    id === crypto
      ? `export {createHash} from ${JSON.stringify(fileURLToPath(new URL('src/auditor/crypto.ts', root)))}; export * from 'node:crypto'`
      : null,
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(await builtVerifyPage())

/** @returns whether the packed page was another one. */
export function renewVerifyPage(page: string): boolean {
  if (verifyPage() === page) return false
  writeFileSync(packed, packedModule(page))
  return true
}

function packedModule(page: string): string {
  const bytes = brotliCompressSync(page, {params: {[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY}})
  const lines = bytes.toString('base64').match(/.{1,120}/g) ?? []
  return `/** The page verify.html, Brotli in Base64: made by \`npm run tables\` from src/auditor, and held to it by a test. */
export const packedVerifyPage = \`
${lines.join('\n')}
\`
`
}

/** The whole page. @throws Error where it would need more than a browser has. */
export async function builtVerifyPage(): Promise<string> {
  const script = await builtScript()
  const style = read('src/auditor/page.css')
  const policy = [
    "default-src 'none'",
    `script-src '${integrity(script)}'`,
    `style-src '${integrity(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts: Record<string, string> = {policy, style, script, version}
  return read('src/auditor/page.html').replace(
    /%(\w+)%|\/\* %(\w+)% \*\//g,
    (_, text: string, code: string) => parts[text ?? code] ?? '',
  )
}

async function builtScript(): Promise<string> {
  const build = await rolldown({
    cwd: fileURLToPath(root),
    input: 'src/auditor/page.ts',
    platform: 'browser',
    // Only the page does something when it is loaded; of all else, what is used is taken.
    treeshake: {
      moduleSideEffects: [
        {test: /src[\\/]auditor[\\/]page\.ts$/, sideEffects: true},
        {test: /./, sideEffects: false},
      ],
      manualPureFunctions: ['z'],
    },
    external: ['stream'],
    plugins: [
      nodeForBrowsers,
      {name: 'bare schema', transform: {filter: {id: /manifest\.schema\.json$/}, handler: bareSchema}},
    ],
  })
  try {
    const {output} = await build.generate({format: 'es', minify: true, comments: false})
    const [{code}] = output
    const needed = code.match(/\bfrom\s*["'`]|\bimport\s*["'`(]|\brequire\(|\bprocess\.|\bBuffer\b/g) ?? []
    if (output.length !== 1 || needed.length > 0)
      throw new Error(`The page needs what no browser has: ${needed.join(', ')}`)
    return `${licence()}\n${code.trim().replaceAll('</script', '<\\/script')}\n`
  } finally {
    await build.close()
  }
}

/** What the schema says to people is left out: it is half of it. */
function bareSchema(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    key === 'description' && typeof value === 'string' ? undefined : value,
  )
}

/** Of the only package in the page. */
function licence(): string {
  return `/* Holds @noble/hashes.\n${read('node_modules/@noble/hashes/LICENSE').trim()}\n*/`
}

/** As a Content Security Policy names a script or a style. */
function integrity(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}
