/** Another source, another folder for its bundle: none that lies there is taken for that of the present sources. */
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {bundleFolder} from '../../scripts/bundle-folder.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'

afterAll(cleanUp)

function sources(): string {
  const root = temporaryFolder()
  for (const folder of ['src/audit', 'scripts']) mkdirSync(join(root, folder), {recursive: true})
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.ts', 'src/main.ts'])
    writeFileSync(join(root, name), name)
  return root
}

test('the same sources have the same folder, wherever they lie', () => {
  expect(bundleFolder(sources())).toBe(bundleFolder(sources()))
})

test.each<[string, (root: string) => void]>([
  ['a changed line', root => writeFileSync(join(root, 'src/main.ts'), 'changed')],
  ['a new file', root => writeFileSync(join(root, 'src/audit/new.ts'), '')],
  ['a file that went', root => rmSync(join(root, 'src/main.ts'))],
  ['a file that was renamed', root => renameSync(join(root, 'src/main.ts'), join(root, 'src/start.ts'))],
  [
    'text that moved to the file before',
    root => {
      writeFileSync(join(root, 'scripts/build.ts'), 'scripts/build.tss')
      writeFileSync(join(root, 'src/main.ts'), 'rc/main.ts')
    },
  ],
  ['another way to build', root => writeFileSync(join(root, 'scripts/build.ts'), 'changed')],
  ['another package', root => writeFileSync(join(root, 'package-lock.json'), 'changed')],
  ['another option of the compiler', root => writeFileSync(join(root, 'tsconfig.json'), 'changed')],
])('%s gives another', (_name, change) => {
  const root = sources()
  const before = bundleFolder(root)
  change(root)
  expect(bundleFolder(root)).not.toBe(before)
})
