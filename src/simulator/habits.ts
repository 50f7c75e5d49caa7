/**
 * When people work, and where they sit: offices that move, homes, telephones in carriers' nets, hotels, holidays.
 * Everything follows from the seed, the person and the hour, and nothing is remembered but what saves time.
 */

import {guidOf, mix} from './random.ts'
import type {Device, DirectoryPerson, TenantDirectory} from './tenant-directory.ts'

export interface Seat {
  address: string
  device: Device
  session: string
}

/** Parts of a day: night, morning, afternoon, evening. */
const PART = 6

const memory = new WeakMap<TenantDirectory, {seats: Map<number, Seat>; days: Map<number, Uint8Array>}>()

function remembered(company: TenantDirectory) {
  let known = memory.get(company)
  if (known === undefined) {
    known = {seats: new Map(), days: new Map()}
    memory.set(company, known)
  }
  return known
}

/** How readily each person acts on a day, 0 to 255; 0 is not there at all. */
export function readiness(company: TenantDirectory, day: number): Uint8Array {
  const {days} = remembered(company)
  let found = days.get(day)
  if (found === undefined) {
    found = Uint8Array.from(company.people, (person, index) => readinessOf(person, index, day))
    if (days.size > 40) days.clear()
    days.set(day, found)
  }
  return found
}

function readinessOf(person: DirectoryPerson, index: number, day: number): number {
  if (day * 24 + 8 < person.from || day * 24 + 17 > person.until) return 0
  const chance = mix(mix(index + 1, day), 0xda7)
  const onHoliday = mix(mix(index + 1, Math.floor((day + 3) / 7)), 0x401) % 13 === 0
  if (onHoliday || chance % 40 === 0) return 1
  // Days differ: a quiet one has a third of a busy one.
  return 85 + ((chance >>> 8) % 170)
}

/** Administrators keep office hours. */
export const isOfficeTime = (hour: number): boolean => {
  const weekday = (Math.floor(hour / 24) + 4) % 7
  return hour % 24 >= 6 && hour % 24 < 18 && weekday !== 0 && weekday !== 6
}

/** Where a person sits, at the desk's device or with the telephone: the same for a part of the day. */
export function seatOf(company: TenantDirectory, index: number, hour: number, telephone: boolean): Seat {
  const person = company.people[index] as DirectoryPerson
  const part = Math.floor(hour / PART)
  const phone = telephone && person.devices.length > 1
  const key = ((index + 1) * 1_000_000 + part) * 2 + (phone ? 1 : 0)
  const {seats} = remembered(company)
  let seat = seats.get(key)
  if (seat === undefined) {
    if (seats.size > 8_000) seats.clear()
    seat = takeSeat(company, index, {part, phone})
    seats.set(key, seat)
  }
  return seat
}

/** How many of a hundred records come from the telephone. */
export const telephoneShare = (person: DirectoryPerson): number =>
  person.devices.length < 2 ? 0 : person.job === 'sales' ? 35 : 12

function takeSeat(company: TenantDirectory, index: number, {part, phone}: {part: number; phone: boolean}): Seat {
  const person = company.people[index] as DirectoryPerson
  const chance = mix(mix(index + 1, part), 0x5ea7)
  const desk = person.nextDesk && part * PART >= person.nextDesk.from ? person.nextDesk.device : person.devices[0]
  const device = (phone ? person.devices[1] : desk) as Device
  const place = placeOf(company, index, part)
  const address =
    phone && place !== 'office' && chance % 3 > 0
      ? mobileAddress(person, chance)
      : {
          office: () => officeAddress(company, index, part),
          home: () => person.home,
          road: () => mobileAddress(person, chance),
          hotel: () => hotelAddress(index, part),
        }[place]()
  const day = mix(Math.floor(part / 4), index)
  const session = guidOf(mix(day, phone ? 1 : 2), mix(day, addressWord(place)), mix(chance, 3), mix(day, 4))
  return {address, device, session}
}

type Place = 'office' | 'home' | 'road' | 'hotel'
const addressWord = (place: Place): number => ({office: 11, home: 12, road: 13, hotel: 14})[place]

/** Shares of a working day's places in percent; the rest is home. */
const PLACES = {
  office: {office: 72, road: 1},
  finance: {office: 80, road: 0},
  sales: {office: 35, road: 35},
  helpdesk: {office: 85, road: 0},
  admin: {office: 78, road: 0},
  guest: {office: 0, road: 0},
}

function placeOf(company: TenantDirectory, index: number, part: number): Place {
  const {job} = company.people[index] as DirectoryPerson
  if (job === 'guest') return 'home'
  const day = Math.floor(part / 4)
  const weekday = (day + 4) % 7
  const week = mix(mix(index + 1, Math.floor((day + 3) / 7)), 0x7e1)
  const travels = week % 1000 < (job === 'sales' ? 90 : job === 'admin' || job === 'helpdesk' ? 0 : 12)
  const away = 1 + ((week >>> 12) % 3)
  if (travels && weekday >= away && weekday <= away + 1) return 'hotel'
  const atWork = weekday !== 0 && weekday !== 6 && (part % 4 === 1 || part % 4 === 2)
  const chance = mix(mix(index + 1, day), 0x91ace) % 100
  const {office, road} = PLACES[job]
  if (!atWork) return 'home'
  return chance < office ? 'office' : chance < office + road ? 'road' : 'home'
}

function mobileAddress(person: DirectoryPerson, chance: number): string {
  return `198.19.${person.carrier * 16 + ((chance >>> 4) % 16)}.${1 + ((chance >>> 12) % 250)}`
}

function hotelAddress(index: number, part: number): string {
  const trip = mix(mix(index + 1, Math.floor((Math.floor(part / 4) + 3) / 7)), 0x407e1)
  return `198.19.${192 + (trip % 24)}.${1 + ((trip >>> 8) % 250)}`
}

/** Half the people of one office move to another line when their office does. */
function officeAddress(company: TenantDirectory, index: number, part: number): string {
  const desks = company.office.length
  const own = mix(index + 1, 0x0ff1ce) % desks
  if (own === 2) {
    const moves = movesUntil(company, Math.floor(part / 4))
    if (moves > 0) return `198.19.${224 + (moves % 12)}.10`
  }
  return company.office[own] as string
}

/** Every second month one office has moved, by the day in the middle of the month that `moveDay` tells. */
function movesUntil(company: TenantDirectory, day: number): number {
  const date = new Date(day * 86_400_000)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth()
  const done = date.getUTCDate() >= moveDay(company, month) ? 1 : 0
  return Math.floor((month - MONTHS) / 2) + (month % 2 === 1 ? done : 0)
}
const MONTHS = 2025 * 12

const moveDay = (company: TenantDirectory, month: number): number => 9 + (mix(month, company.people.length) % 12)
