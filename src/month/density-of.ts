/** How full the hours of the week are, by an export's manifest. */
import {Density} from '../audit/density.ts'
import {millisecondsOf} from '../audit/record.ts'
import type {Manifest} from '../report/manifest.ts'

/** How many records its hours of the week held, as far as they were proven. */
export function densityOf({windows}: Pick<Manifest, 'windows'>): Density {
  const density = new Density()
  for (const {start, end, status, records} of windows) {
    if (status !== 'gap') density.suppose({start: millisecondsOf(start), end: millisecondsOf(end)}, records)
  }
  return density
}
