/** An encrypted export whose process is killed: nothing of a record lies open, and the next run goes on. */
import {existsSync, mkdirSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {expect} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {createSimulator} from '../../src/simulator/simulator.ts'
import {runAction, startAction, temporaryFolder} from '../runner.ts'
import {readFolder} from './month.ts'
import {open} from './open.ts'
import {program} from './program.ts'

interface FileOnDisk {
  path: string
  size: number
}

const isAbove = (bytes: number) => (files: FileOnDisk[]) =>
  files.some(({path, size}) => path.endsWith('.csv.age') && size > bytes)

/** When the process is killed, by what lies on the disk. */
export const moments: Record<string, (files: FileOnDisk[]) => boolean> = {
  'when a first row waits on disk': files => files.some(({path}) => path.endsWith('.rows')),
  'when the first file grows': isAbove(200_000),
  'when most is written': isAbove(3_000_000),
}

export async function killed(reached: (files: FileOnDisk[]) => boolean, recordsPerMonth: number): Promise<void> {
  const encryptTo = await identityToRecipient(await generateX25519Identity())
  const tenant = await createSimulator({seed: 5, recordsPerMonth})
  const service = await tenant.listen()
  try {
    const words = {period: '2026-10', settle: '0', confirm: 'none', 'encrypt-to': encryptTo, 'state-key': stateKey}
    const options = Object.entries({...words, upload: 'false'}).flatMap(([name, word]) => [`--${name}`, word])
    const temporary = temporaryFolder()
    const job = {args: ['export', ...options], env: {...service.environment, RUNNER_TEMP: temporary}}
    const {child, workspace, finished} = startAction(program, job)
    const watch = setInterval(() => {
      if (reached(filesBelow(workspace))) child.kill('SIGKILL')
    }, 5)
    const {signal, log} = await finished
    clearInterval(watch)
    expect(signal, log).toBe('SIGKILL')
    expect(reached(filesBelow(join(workspace, '..')))).toBe(true)
    expect(open(join(workspace, '..'))).toEqual([])
    // As it unpacks what earlier runs left.
    const [machine] = machineDisk.processMark().split(' ')
    const unpacked = join(temporary, `m365-audit-${machine}-restored-${child.pid}-a1B2c3`)
    mkdirSync(unpacked)
    const {log: next} = await runAction(program, {...job, workspace})
    expect(next).toContain(`Removed what a killed run left on this machine: ${unpacked}.`)
    expect(existsSync(unpacked)).toBe(false)
    const {status, resumed} = readFolder(join(workspace, 'm365-audit', '2026-10'))?.manifest ?? {}
    expect(status, next).toBe('complete')
    expect(next).toMatch(/Removed what a run that did not end left unfinished in \S+2026-10\./)
    if (reached !== moments['when a first row waits on disk']) expect(resumed?.windows, next).toBeGreaterThan(0)
  } finally {
    await service.close()
  }
}

const stateKey = 'a key of the tests, and of nothing else'

function filesBelow(folder: string): FileOnDisk[] {
  const found: FileOnDisk[] = []
  try {
    for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      found.push({path, size: statSync(path).size})
    }
  } catch {
    // A file went while it was looked at.
  }
  return found
}
