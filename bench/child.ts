/** A process that is measured: its time, its processor time, and the most memory that it had. Linux only: it reads /proc. */
import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'

export interface Cost {
  seconds: number
  /** Seconds of processor time. */
  processor: number
  /** Peak resident memory, as the kernel counts it. */
  megabytes: number
}

export interface Ended extends Cost {
  code: number | null
  said: string
}

/** A hundred a second: USER_HZ of proc(5). */
const ticks = 100

export function runMeasured(
  words: readonly string[],
  {cwd, env}: {cwd: string; env: Record<string, string | undefined>},
): Promise<Ended> {
  const began = performance.now()
  const child = spawn(process.execPath, words, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']})
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  let [processor, megabytes] = [0, 0]
  const look = () => {
    try {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      processor = Math.max(processor, (Number(fields[11]) + Number(fields[12])) / ticks)
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
    } catch {
      // It has ended.
    }
  }
  const looking = setInterval(look, 20)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      clearInterval(looking)
      resolve({seconds: (performance.now() - began) / 1000, processor, megabytes, code, said})
    })
  })
}
