/** Mail and files that leave, or are held to ransom. */
import {consentTo, DAY, delegatedGrant, HOUR, MINUTE, newApp, type Script} from '../script.ts'

/** A person lets a stranger's application read their mail, which it does, from elsewhere. */
export function illicitConsent(script: Script): void {
  const {random} = script
  const begin = script.workingTime(9, 22)
  const victim = script.someone(begin, ['office', 'sales', 'finance'])
  const app = newApp(random, random.pick(['Secure Document Viewer', 'Mail Insights Pro', 'Cloud Share Upgrade']))
  const grant = {
    scopes: 'openid profile offline_access User.Read Mail.Read MailboxSettings.ReadWrite Contacts.Read',
    everybody: false,
  }
  script.signIn(begin - 20_000, victim, {application: app.id, resource: '00000003-0000-0000-c000-000000000000'})
  script.directory(begin, victim, 'Consent to application.', consentTo(app, grant, script.person(victim)))
  script.directory(begin, victim, 'Add delegated permission grant.', delegatedGrant(app, grant))
  const address = script.strangeAddress(5)
  for (let i = random.between(40, 80); i > 0; i--)
    script.read(script.after(begin, 10 * MINUTE, 40 * HOUR), victim, {
      client: 'Client=REST;;',
      application: app.id,
      address,
      count: random.between(2, 9),
      folder: random.pick(['\\\\Inbox', '\\\\Sent Items', '\\\\Archive']),
    })
}

/** A stolen account takes along what it can reach. */
export function massDownload(script: Script): void {
  const begin = script.workingTime(9, 24) + 6 * HOUR
  const victim = script.someone(begin, ['office', 'finance'])
  const seat = script.strangeSeat(script.strangeAddress(6), 2)
  script.signIn(
    begin,
    victim,
    {
      application: '00000003-0000-0ff1-ce00-000000000000',
      resource: '00000003-0000-0ff1-ce00-000000000000',
      detail: 'Success',
    },
    seat,
  )
  for (let i = script.size(0.6, 300, 900); i > 0; i--)
    script.file(
      script.after(begin, 2 * MINUTE, 45 * MINUTE),
      victim,
      'FileDownloaded',
      {name: `Contract ${1000 + i}.pdf`, folder: 'Shared Documents/Contracts'},
      seat,
    )
}

/** Somebody who is about to leave: evenings of downloads, links for outsiders, mail to an address of their own. */
export function insider(script: Script): void {
  const {random, company} = script
  const first = Math.floor(script.workingTime(10, 21) / DAY) * DAY
  const who = script.someone(first, ['sales', 'office'])
  const own = `${script.person(who).name.toLowerCase().replace(' ', '.')}@freemail.example`
  for (let day = 0; day < 3; day++) {
    const evening = first + day * DAY + 18 * HOUR
    const seat = script.seat(who, evening)
    script.signIn(evening - MINUTE, who, {}, seat)
    for (let i = random.between(160, 320); i > 0; i--)
      script.file(
        script.after(evening, 0, 2 * HOUR),
        who,
        'FileDownloaded',
        {name: `Customer ${random.between(100, 999)} offer ${i}.xlsx`, folder: 'Shared Documents/2026/Offers'},
        seat,
      )
    for (let i = random.between(6, 12); i > 0; i--)
      script.share(
        script.after(evening, 0, 2 * HOUR),
        who,
        'AddedToSecureLink',
        {target: own, outside: true, name: `Price list ${i}.xlsx`, workload: 'OneDrive'},
        seat,
      )
    for (let i = random.between(2, 4); i > 0; i--)
      script.share(
        script.after(evening, 0, 2 * HOUR),
        who,
        'AnonymousLinkCreated',
        {target: 'Anyone', outside: true, name: `Customers ${i}.xlsx`, workload: 'OneDrive'},
        seat,
      )
  }
  const ruled = first + DAY + 20 * HOUR + 20 * MINUTE
  script.cmdlet(ruled, who, 'New-InboxRule', {
    object: `${company.initialDomain}\\${script.person(who).name}\\Copy home`,
    owa: true,
    parameters: [
      ['AlwaysDeleteOutlookRulesBlob', 'False'],
      ['Force', 'False'],
      ['Name', 'Copy home'],
      ['ForwardTo', own],
    ],
  })
}

/** Files are rewritten under another ending, and a letter lies in every folder. */
export function ransomInFiles(script: Script): void {
  const {random} = script
  const begin = script.workingTime(9, 24) - 4 * HOUR
  const who = script.someone(begin, ['office', 'finance'])
  const seat = script.seat(who, begin)
  const agent = 'Microsoft SkyDriveSync 25.174.0907.0003 ship; Windows NT 10.0 (26100)'
  let time = begin
  for (let i = 0; i < script.size(0.4, 150, 500); i++) {
    time = script.after(time, 1_000, 3_000)
    const name = `${random.pick(['Budget', 'Plan', 'Offer', 'Drawing'])} ${i}.${random.pick(['xlsx', 'docx', 'pdf'])}`
    const folder = `Shared Documents/Department ${Math.floor(i / 60)}`
    script.file(time, who, 'FileModified', {name, folder, agent}, seat)
    script.file(time + 1_000, who, 'FileRenamed', {name, folder, agent, newName: `${name}.lockbyte`}, seat)
    if (i % 60 === 0)
      script.file(time + 1_000, who, 'FileUploaded', {name: 'HOW TO GET YOUR FILES BACK.txt', folder, agent}, seat)
  }
}
