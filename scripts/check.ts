/** All checks, one line for each; of one that fails, what it said. */
import {spawn} from 'node:child_process'

const checks = ['typecheck', 'lint', 'unused', 'test']
const npm = process.env.npm_execpath
if (!npm) throw new Error('Run this by `npm run check`.')

for (const check of checks) {
  const started = Date.now()
  const {code, output} = await run(npm, check)
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${check} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (code !== 0) {
    console.log(output)
    process.exitCode = 1
  }
}

function run(program: string, script: string): Promise<{code: number | null; output: string}> {
  const child = spawn(process.execPath, [program, 'run', '--silent', script], {stdio: ['ignore', 'pipe', 'pipe']})
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise(resolve => child.on('close', code => resolve({code, output})))
}
