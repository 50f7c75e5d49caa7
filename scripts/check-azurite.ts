/**
 * Archives into Azurite, Microsoft's emulator of Blob Storage: a counterpart that is not ours. It is installed into a temporary folder,
 * for it is larger than all else that is developed with here.
 */
import {spawn, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createInterface} from 'node:readline'

const azurite = 'azurite@3.37.0'
const npm = process.env.npm_execpath
if (!npm) throw new Error('Run this by `npm run check:azurite`.')

const folder = mkdtempSync(join(tmpdir(), 'azurite-'))
process.once('exit', () => rmSync(folder, {recursive: true, force: true}))
run('install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', azurite)

const program = join(folder, 'node_modules/azurite/dist/src/blob/main.js')
const options = ['--blobPort', '0', '--inMemoryPersistence', '--disableTelemetry']
const service = spawn(process.execPath, [program, ...options], {cwd: folder, stdio: ['ignore', 'pipe', 'inherit']})
process.once('exit', () => service.kill('SIGKILL'))
for await (const line of createInterface({input: service.stdout})) {
  const [, url] = /successfully listens on (http:\S+)/.exec(line) ?? []
  if (url === undefined) continue
  process.env.AZURITE_BLOB_URL = url
  run('run', 'test:long', '--', 'test/archive/azurite.long.test.ts')
  process.exit(0)
}
throw new Error('Azurite ended before it listened.')

function run(...words: string[]): void {
  const {status} = spawnSync(process.execPath, [npm ?? '', ...words], {stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}
