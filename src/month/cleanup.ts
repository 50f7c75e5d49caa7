/** What a run removes when it ends. What cannot be removed is reported, and does not change the run's outcome. */
import type {EvidenceFolder} from '../evidence/evidence-folder.ts'
import type {Host} from '../host/host.ts'
import {asFailure, explain} from '../wire/failure.ts'
import type {PreviousExport} from './previous-export.ts'

/** Never rejects. */
export async function cleanUp(host: Host, folder: EvidenceFolder, earlier: PreviousExport | undefined): Promise<void> {
  for (const step of [() => folder.clear(), async () => await earlier?.remove()]) {
    await step().catch(error => host.error(explain(asFailure(error))))
  }
}
