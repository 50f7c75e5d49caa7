/** The machine on which the bench runs: what its values depend on. */
import {availableParallelism, cpus, loadavg, totalmem} from 'node:os'

export interface Machine {
  cpu: string
  cores: number
  gigabytes: number
  node: string
  platform: string
  /** Processes that wanted to run, on average over the last minute, when the bench began. */
  load: number
  idle: boolean
}

/** Up to so much load for each core, what runs beside changes little. */
const idleLoad = 0.15

export function isIdle(load: number, cores: number): boolean {
  return load <= idleLoad * cores
}

export function thisMachine(): Machine {
  const cores = availableParallelism()
  const [load = 0] = loadavg()
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores,
    gigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    load: Math.round(100 * load) / 100,
    idle: isIdle(load, cores),
  }
}

/** What has to be the same for two results to be compared; without `|`, which would end a cell of a table. */
export function machineName({cpu, cores, gigabytes}: Machine): string {
  return `${cpu.replaceAll('|', '/')} × ${cores}, ${gigabytes} GB`
}

export function machineText(machine: Machine): string {
  const busy = machine.idle ? 'idle' : 'BUSY, so that times say little'
  return `${machineName(machine)}, ${machine.platform}, Node ${machine.node}; load ${machine.load} at the start: ${busy}`
}
