/** Delivers the outcome of a month to each destination in turn; one that fails does not stop the next. */
import type {Publication} from '../report/publication.ts'
import type {Check} from '../signin/check.ts'
import {asFailure, type Failure} from '../wire/failure.ts'

/** One destination. */
export interface Publisher {
  name: string
  /** Delivers, or finds that nothing is to be delivered. Throws `Failure`. */
  publish(publication: Publication): Promise<Delivery>
  /** Checks whether a delivery would be accepted, and makes none. Never rejects. */
  check(): Promise<Check>
}

export interface Delivery {
  /** What was done, or why nothing was: a sentence for the log. */
  did: string
  /** What readers should know although the delivery was made. */
  notes: readonly string[]
  /** Where it can be seen. */
  url?: string
  /** Some of it failed. */
  failure?: Failure
}

export interface Published extends Delivery {
  name: string
}

/** In the order given, never rejecting. */
export async function publishAll(publishers: readonly Publisher[], publication: Publication): Promise<Published[]> {
  const published: Published[] = []
  for (const publisher of publishers) {
    try {
      published.push({name: publisher.name, ...(await publisher.publish(publication))})
    } catch (error) {
      published.push({name: publisher.name, did: '', notes: [], failure: asFailure(error)})
    }
  }
  return published
}
