/** How full the hours of the week are, by the manifests of exports. */
import {Density} from '../audit/density.ts'
import {millisecondsOf} from '../audit/record.ts'
import type {Manifest} from '../report/manifest.ts'

/** How many records its hours of the week held, as far as they were proven. */
export function densityOf(...manifests: readonly Pick<Manifest, 'windows'>[]): Density {
  const density = new Density()
  for (const {start, end, status, records} of manifests.flatMap(({windows}) => windows)) {
    if (status !== 'gap') density.suppose({start: millisecondsOf(start), end: millisecondsOf(end)}, records)
  }
  return density
}
