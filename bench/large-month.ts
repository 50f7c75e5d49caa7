/** A month whose records are made from their numbers: nothing is kept, and every asking finds the same. */

const hour = 3_600_000
/** Share of a working day by UTC hour, in percent. */
const officeHours = [1, 1, 1, 1, 1, 1, 2, 4, 6, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1]

const kinds = [
  {type: 6, name: 'SharePointFileOperation', operation: 'FileAccessed', workload: 'SharePoint'},
  {type: 2, name: 'ExchangeItem', operation: 'Send', workload: 'Exchange'},
  {type: 25, name: 'MicrosoftTeams', operation: 'MessageSent', workload: 'MicrosoftTeams'},
  {type: 6, name: 'SharePointFileOperation', operation: 'FileModified', workload: 'OneDrive'},
] as const
const people = 997

export class LargeMonth {
  readonly start: number
  readonly end: number
  private readonly tenant: string
  /** How many records lie before each hour, and in the end how many there are. */
  private readonly before: number[] = [0]

  /** @param first the month's first moment, in milliseconds. */
  constructor(records: number, first: number, tenant: string) {
    const {year, month} = {year: new Date(first).getUTCFullYear(), month: new Date(first).getUTCMonth()}
    this.start = Date.UTC(year, month)
    this.end = Date.UTC(year, month + 1)
    this.tenant = tenant
    const weights: number[] = []
    for (let at = this.start; at < this.end; at += hour) {
      const day = new Date(at).getUTCDay()
      weights.push((officeHours[new Date(at).getUTCHours()] ?? 1) * (day === 0 || day === 6 ? 0.08 : 1))
    }
    const all = weights.reduce((sum, weight) => sum + weight, 0)
    let sum = 0
    for (const weight of weights) {
      sum += weight
      this.before.push(Math.round((records * sum) / all))
    }
  }

  get records(): number {
    return this.before.at(-1) ?? 0
  }

  /** Numbers of the records in the time, ascending; of more than `most`, so many spread over all. */
  between(start: number, end: number, most: number): number[] {
    const from = this.countBefore(start)
    const count = this.countBefore(end) - from
    const step = Math.max(1, count / most)
    return Array.from({length: Math.min(count, most)}, (_none, index) => from + Math.floor(index * step))
  }

  /** Records of an hour are spread evenly over it, on whole seconds. */
  timeOf(number: number): number {
    const at = this.hourOf(number)
    const first = this.before[at] ?? 0
    const share = (number - first) / ((this.before[at + 1] ?? 0) - first)
    return this.start + at * hour + Math.floor(share * 3600) * 1000
  }

  /** A row as the cmdlet's answer holds it. */
  row(number: number, index: number, count: number): string {
    const kind = kinds[number % kinds.length] ?? kinds[0]
    const id = guid(number)
    const time = new Date(this.timeOf(number)).toISOString().slice(0, 19)
    const user = `person${(number * 31) % people}@fabrikam.com`
    const data = `{"CreationTime":"${time}","Id":"${id}","Operation":"${kind.operation}","OrganizationId":"${this.tenant}","RecordType":${kind.type},"UserKey":"${number % people}","UserType":0,"Workload":"${kind.workload}","UserId":"${user}","ClientIP":"198.51.100.${number % 250}","ObjectId":"https://fabrikam.sharepoint.com/sites/team${number % 40}/report${number % 9000}.docx"}`
    return (
      `{"RecordType":"${kind.name}","CreationDate@data.type":"System.DateTime","CreationDate":"${time}.0000000Z","UserIds":"${user}","Operations":"${kind.operation}",` +
      `"AuditData":"${data.replaceAll('"', '\\"')}","ResultIndex@data.type":"System.Int32","ResultIndex":${index},"ResultCount@data.type":"System.Int32","ResultCount":${count},"Identity":"${id}","IsValid":true,"ObjectState":"Unchanged"}`
    )
  }

  /** Records whose time lies before the moment. */
  private countBefore(moment: number): number {
    if (moment <= this.start) return 0
    if (moment >= this.end) return this.records
    let low = this.before[Math.floor((moment - this.start) / hour)] ?? 0
    let high = this.before[Math.floor((moment - this.start) / hour) + 1] ?? 0
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.timeOf(middle) < moment) low = middle + 1
      else high = middle
    }
    return low
  }

  private hourOf(number: number): number {
    let low = 0
    let high = this.before.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.before[middle + 1] ?? 0) <= number) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Scattered, as the service's are, and each number's own. */
function guid(number: number): string {
  const mixed = Math.imul(number + 1, 0x9e3779b1) >>> 0
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  return `${hex(mixed, 8)}-${hex(number & 0xffff, 4)}-4${hex((number >>> 16) & 0xfff, 3)}-8${hex((mixed >>> 3) & 0xfff, 3)}-${hex(number, 12)}`
}
