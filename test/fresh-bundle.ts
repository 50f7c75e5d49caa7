/** The bundle of the present sources for tests that start the program: built when it is first asked for, and never a stale one. */
import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {bundleFolder} from '../scripts/bundle-folder.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** @returns the path of its entry point. */
export async function freshBundle(): Promise<string> {
  const folder = join(root, bundleFolder(root))
  if (!existsSync(folder)) await build()
  return join(folder, 'index.js')
}

function build(): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'scripts/build.ts'), '--for-tests'])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  return new Promise((resolve, reject) =>
    child.on('close', code => {
      if (code === 0) resolve()
      else reject(new Error(`The bundle that these tests start can't be built:\n${said}`))
    }),
  )
}
