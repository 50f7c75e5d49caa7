/** A small tenant whose records are short, so that thousands of them are read in no time; seeded, the same every time. */

export interface SmallTenant {
  /** First and last moment at which something happens, in milliseconds; the last one is not reached. */
  from: number
  to: number
  /** Records outside of `crowd`. */
  records: number
  /** So many records more in the hour that begins at `at`. */
  crowd?: {at: number; records: number}
  seed?: number
}

const organization = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'

/** Number, name that the cmdlet gives it, operations. */
const kinds: [type: number, operations: string[]][] = [
  [6, ['FileAccessed', 'FileModified', 'FileDownloaded']],
  [15, ['UserLoggedIn', 'UserLoginFailed']],
  [2, ['MailItemsAccessed', 'Send']],
  [25, ['MessageSent', 'MemberAdded']],
  [1, ['New-InboxRule']],
  // Without a name in the published table.
  [9999, ['SomethingNew']],
]

const users = ['anna@fabrikam.com', 'Bo@fabrikam.com', 'søren@fabrikam.com', 'zoë@fabrikam.com', 'app@sharepoint']
const objects = ['Q3, "final".docx', 'line\nbreak', 'sep\u2028arator', '日本語.xlsx', '=HYPERLINK("x")', 'plain.txt']

/** `AuditData` texts in no particular order; each differs from every other. */
export function smallTenant({from, to, records, crowd, seed = 1}: SmallTenant): string[] {
  const random = generator(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const times = [from, to - 1000]
  while (times.length < records) {
    const time = from + below((to - from) / 1000) * 1000
    // Nights are quiet.
    const hour = new Date(time).getUTCHours()
    if ((hour >= 7 && hour < 18) || random() < 0.1) times.push(time)
  }
  for (let i = 0; crowd && i < crowd.records; i++) times.push(crowd.at + below(3600) * 1000)
  return times.map((time, index) => {
    const [type, operations] = kinds[below(kinds.length)] as (typeof kinds)[number]
    const id = [8, 4, 4, 4, 12].map(digits => hex(random, digits)).join('-')
    return JSON.stringify({
      CreationTime: new Date(time).toISOString().slice(0, 19),
      Id: id,
      Operation: operations[below(operations.length)],
      OrganizationId: organization,
      RecordType: type,
      UserId: users[below(users.length)],
      Workload: type === 15 ? 'AzureActiveDirectory' : 'SharePoint',
      ObjectId: objects[index % objects.length],
    })
  })
}

function hex(random: () => number, digits: number): string {
  return Array.from({length: digits}, () => Math.floor(random() * 16).toString(16)).join('')
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
