/** The package of a release: `npx` starts it from its file, without a network and without installing anything else. */
import {spawnSync} from 'node:child_process'
import {mkdir, readdir, readFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import {bundleHash} from '../../src/bundle-hash.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {version} from '../../src/version.ts'
import {aFolder} from '../builders.ts'
import {writeEvidence} from '../evidence.ts'
import {freshBundle} from '../fresh-bundle.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const npm = process.env.npm_execpath ?? ''
const file = `m365-audit-export-${version}.tgz`

async function packed(): Promise<string> {
  const folder = await aFolder()
  const bundle = dirname(await freshBundle())
  const words = [join(root, 'scripts/package.ts'), bundle, folder]
  const {status, stdout, stderr} = spawnSync(process.execPath, words, {cwd: root, encoding: 'utf8'})
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
  expect(stdout.trim()).toBe(file)
  return folder
}

test('is packed with the bundle alone, and npx starts it offline', async () => {
  const folder = await packed()
  await mkdir(join(folder, 'export'))
  await writeEvidence(join(folder, 'export'))
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    npm_config_cache: join(folder, 'cache'),
    npm_config_registry: 'http://127.0.0.1:9/',
  }
  const npx = join(dirname(npm), 'npx-cli.js')
  const verify = (path: string) =>
    spawnSync(process.execPath, [npx, '--yes', `./${file}`, 'verify', path], {cwd: folder, env, encoding: 'utf8'})
  const whole = verify('export')
  expect(whole.stdout).toContain('CONSISTENT: export agrees with itself')
  expect(whole.status).toBe(0)
  const missing = verify('nowhere')
  expect(missing.stdout).toContain('There is no folder')
  expect(missing.status).toBe(1)

  const [place = ''] = await readdir(join(folder, 'cache/_npx'))
  const modules = join(folder, 'cache/_npx', place, 'node_modules')
  expect((await readdir(modules)).filter(name => !name.startsWith('.'))).toEqual(['m365-audit-export'])
  // The same program as the action: what it wrote can be made again by it.
  const started = join(modules, 'm365-audit-export/dist/index.js')
  expect(await bundleHash(machineDisk, started)).toBe(await bundleHash(machineDisk, await freshBundle()))
  expect(JSON.parse(await readFile(join(modules, 'm365-audit-export/package.json'), 'utf8'))).not.toHaveProperty(
    'dependencies',
  )
})
