/** A month of a small company at work, with what happens to everybody: typing errors, trains, hotels, old passwords, busy days. */
import type {AuditRecord} from '../../src/audit/record.ts'
import {aRecord, aSignIn, browser} from './build.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const telephones = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36',
]

interface Person {
  user: string
  home: string
  telephone: string
  busy: number
}

export function office(seed: number, count: number, period: {start: number; end: number}): AuditRecord[] {
  const random = generator(seed)
  const below = (most: number) => Math.floor(random() * most)
  const carrier = () => `77.${below(40)}.${below(250)}.${below(250)}`
  const staff: Person[] = Array.from({length: count}, (_, i) => ({
    user: `person${i}@contoso.example`,
    home: `81.${below(200)}.${below(250)}.7`,
    telephone: telephones[i % 2] ?? '',
    busy: Math.exp(2.4 * random() - 1.2),
  }))
  const records: AuditRecord[] = []

  const atWork = (person: Person, midnight: number) => {
    const {user, busy} = person
    const inHours = () => midnight + 7 * hour + below(600) * minute
    const place =
      random() < 0.02 ? `${100 + below(80)}.${below(250)}.9.9` : random() < 0.4 ? person.home : '89.160.3.20'
    for (let i = 2 + below(3); i > 0; i--) {
      const time = inHours()
      for (let typos = random() < 0.05 ? 1 + below(4) : 0; typos > 0; typos--)
        records.push(aSignIn({user, ip: place, error: '50126', time: time - typos * 20_000}))
      if (random() < 0.06) records.push(aSignIn({user, ip: place, error: '50074', time: time - 9_000}))
      records.push(aSignIn({user, ip: place, time}))
    }
    const many = busy * (random() < 0.005 ? 20 : 1)
    const act = (fields: Parameters<typeof aRecord>[0], number: number) => {
      for (let i = 0; i < number; i++) records.push(aRecord({UserId: user, ...fields, time: inHours()}))
    }
    for (const Operation of ['FileAccessed', 'FileModified', 'FileDownloaded'])
      act({Operation, Workload: 'SharePoint', ClientIP: place, UserAgent: browser}, many * below(6))
    const mailbox = {RecordType: 2, Workload: 'Exchange', ClientIPAddress: place, MailboxOwnerUPN: user}
    act({...mailbox, Operation: 'Send', ClientInfoString: 'Client=OWA;Action=ViaProxy'}, busy * below(5))
  }

  const anywhere = ({user, telephone}: Person, midnight: number) => {
    const ip = carrier()
    if (random() < 0.01)
      for (let i = 0; i < 30; i++)
        records.push(aSignIn({user, ip, agent: telephone, error: '50126', time: midnight + 8 * hour + i * 15 * minute}))
    records.push(aSignIn({user, ip, agent: telephone, time: midnight + 17 * hour + below(200) * minute}))
  }

  for (let midnight = period.start; midnight < period.end; midnight += day)
    for (const person of staff) {
      const weekend = new Date(midnight).getUTCDay() % 6 === 0
      if (random() < (weekend ? 0.05 : 0.9)) atWork(person, midnight)
      if (random() < 0.5) anywhere(person, midnight)
    }
  return records
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
