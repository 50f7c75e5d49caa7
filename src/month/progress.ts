import {pluralise} from '../audit/numbers.ts'
import type {Progress} from '../collect/collect.ts'
import type {Host} from '../host/host.ts'
import type {World} from '../wire/world.ts'

/** A line for every tenth of the period, and one a minute in between; where the line is replaced, several a second. */
export function progressLines(host: Host, world: World): (progress: Progress) => void {
  const began = world.now()
  let lastTenth = 0
  let lastLine = began
  const show = host.progress ?? host.info
  const interval = host.progress ? 200 : 60_000
  return ({done, rows, windows, gaps}) => {
    const tenth = Math.floor(done * 10)
    const now = world.now()
    if (tenth <= lastTenth && now - lastLine < interval) return
    lastTenth = Math.max(tenth, lastTenth)
    lastLine = now
    const seconds = Math.max(0.001, (now - began) / 1000)
    const rest = done > 0 ? duration((seconds * (1 - done)) / done) : 'unknown'
    const missing = gaps > 0 ? `, ${pluralise(gaps, 'gap')}` : ''
    show(
      `${String(Math.floor(done * 100)).padStart(3)} %  ${pluralise(rows, 'row')} in ${pluralise(windows, 'window')}${missing}, ${Math.round(rows / seconds)} rows/s, about ${rest} to go`,
    )
  }
}

function duration(seconds: number): string {
  return seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`
}
