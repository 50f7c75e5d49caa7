/**
 * How many records each hour of a month has: people by office hours, the service flat, its provisioning in bursts.
 * A month's sum is exact, whatever its weekdays; an hour's share is random but always the same for a seed.
 */
import {mix, Random} from './random.ts'

const HOUR = 3_600_000

/** Share of a working day by UTC hour in percent, as published figures of busy tenants suggest. */
const OFFICE_HOURS = [1, 1, 1, 1, 1, 1, 2, 4, 6, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1]
const WEEKDAYS = [0.05, 1.05, 1.08, 1.04, 1, 0.83, 0.05]
/** Real service bursts: about 75 records within two minutes, at any hour. */
const BURST = 75

export interface HourCounts {
  people: number
  service: number
  provisioning: number
}

interface Month {
  firstHour: number
  people: Uint32Array
  service: Uint32Array
  provisioning: Uint32Array
}

export class Schedule {
  readonly #seed: number
  readonly #perMonth: number
  readonly #shares: {people: number; service: number; provisioning: number}
  readonly #months = new Map<number, Month>()
  readonly #taken: (monthStart: number) => number

  /** @param taken records of a month that have their time already. */
  constructor(seed: number, recordsPerMonth: number, taken: (monthStart: number) => number = () => 0) {
    this.#taken = taken
    this.#seed = seed
    this.#perMonth = recordsPerMonth
    // people make three tenths of a small tenant's log, and most of a busy one's
    const people = Math.min(0.7, Math.max(0.25, 0.3 + 0.18 * Math.log10(Math.max(1, recordsPerMonth) / 40_000)))
    this.#shares = {people, service: (1 - people) * 0.22, provisioning: (1 - people) * 0.78}
  }

  /** Hours are counted from 1970. */
  hour(hour: number): HourCounts {
    const month = this.#month(hour)
    const index = hour - month.firstHour
    const count = (sums: Uint32Array) => (sums[index + 1] as number) - (sums[index] as number)
    return {people: count(month.people), service: count(month.service), provisioning: count(month.provisioning)}
  }

  #month(hour: number): Month {
    const date = new Date(hour * HOUR)
    const key = date.getUTCFullYear() * 12 + date.getUTCMonth()
    let month = this.#months.get(key)
    if (month === undefined) {
      month = this.#plan(
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1),
      )
      if (this.#months.size > 24) this.#months.clear()
      this.#months.set(key, month)
    }
    return month
  }

  #plan(start: number, end: number): Month {
    const firstHour = start / HOUR
    const hours = (end - start) / HOUR
    const people = new Float64Array(hours)
    const service = new Float64Array(hours)
    const provisioning = new Float64Array(hours)
    const bursts = (this.#perMonth * this.#shares.provisioning) / BURST / hours
    const random = new Random()
    for (let index = 0; index < hours; index++) {
      const hour = firstHour + index
      random.reset(mix(this.#seed, hour), 0x5c4ed)
      const weekday = (Math.floor(hour / 24) + 4) % 7
      people[index] =
        (OFFICE_HOURS[hour % 24] as number) * (WEEKDAYS[weekday] as number) * Math.exp(random.normal() * 0.2)
      service[index] = Math.exp(random.normal() * 0.25)
      provisioning[index] = poisson(random, bursts) * (0.8 + 0.4 * random.fraction())
    }
    const total = this.#perMonth - this.#taken(start)
    const forPeople = Math.round(total * this.#shares.people)
    const forService = Math.round(total * this.#shares.service)
    return {
      firstHour,
      people: dealOut(people, forPeople),
      service: dealOut(service, forService),
      provisioning: dealOut(provisioning, total - forPeople - forService),
    }
  }
}

/** Running sums over the hours that end exactly at `total`. */
function dealOut(weights: Float64Array, total: number): Uint32Array {
  let sum = 0
  for (const weight of weights) sum += weight
  const sums = new Uint32Array(weights.length + 1)
  let running = 0
  for (let index = 0; index < weights.length; index++) {
    running += sum > 0 ? (weights[index] as number) : 1
    sums[index + 1] = Math.round((running / (sum > 0 ? sum : weights.length)) * total)
  }
  return sums
}

function poisson(random: Random, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random.fraction(); product > limit; product *= random.fraction()) count++
  return count
}
