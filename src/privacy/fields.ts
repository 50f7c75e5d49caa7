/**
 * What kind of text a field of `AuditData` holds. Services add fields as they like, so that endings decide where no table
 * does. A field's kind chooses the pseudonym; what stays as it is, the value decides (`harmless-text.ts`).
 */
import type {ValueRule} from './kinds.ts'

const words = (text: string) => text.split(/\s+/).filter(word => word !== '')

/** By name without case and punctuation. */
const exact = new Map<string, ValueRule>(
  Object.entries({
    vocabulary: `creationtime operation recordtype resultstatus usertype workload issuedattime authenticationtype
      eventsource itemtype platform browsername browsertype geolocation clientregion errornumber logonerror
      requesttype resultstatusdetail userauthenticationmethod iscompliant iscompliantandmanaged os osname logontype
      mailaccesstype clientapplication apppoolname actionclientname cmdletname eventname typename servicename workloadname
      apphost includedupdatedproperties domaincontroller timezone usagelocation alerttype category severity useragent
      clientinfostring clientprocessname originatingserver`,
    id: `organizationid apiid intersystemsid intrasystemid supportticketid actorcontextid targetcontextid uniquetokenid
      internetmessageid etag`,
    title: `skuname appname applicationname clientappname appdisplayname applicationdisplayname policyname rulename
      alertname templatename labelname sensitivitylabelname providername vendorname investigationname planname
      featurename rolename roledisplayname`,
    user: `user users userid userids userkey userprincipalname upn mailboxownerupn actoruserid targetuserid
      targetuserorgroupname targetuser affecteduser recipient recipients sender from to cc bcc p1sender p2sender
      forwardto redirectto forwardasattachmentto forwardingaddress forwardingsmtpaddress copyto moderatedby owner owners
      member members trustee delegate delegates grantsendonbehalfto emailaddress emailaddresses mail othermails
      primarysmtpaddress windowsemailaddress externalemailaddress alias mailnickname samaccountname
      onpremisessamaccountname proxyaddresses createdby modifiedby lastmodifiedby assignedto requestor requestedby
      submittedby approvedby loginname actor suid tuid eid alertentityid sharedwith invitee participants organizer
      attendees manager sendas userobjectid invitedby logonuser`,
    name: `name displayname givenname surname sn initials firstname lastname fullname teamname channelname itemname
      listtitle title jobtitle company streetaddress postaladdress postalcode city telephonenumber phonenumber
      alternativephonenumber voiceonlyphonenumber mobile mobilephone homephone fax physicaldeliveryofficename`,
    address: `clientip clientipaddress actoripaddress senderip ipaddress ipaddresses sourceip clientaddress callerip
      callingipaddress deviceipaddress`,
    device: `devicedisplayname devicename deviceid computername hostname machinename clientmachinename workstation
      serialnumber imei phonedeviceid azureaddeviceid intunedeviceid`,
    site: 'site siteurl url urls weburl relativeurl objecturl siteids siteid webid listid',
    file: `sourcefilename destinationfilename filename documentname attachmentname attachments resourcename objectname
      resourcetitle workbookname reportname datasetname dashboardname workspacename notebookname`,
    path: `sourcerelativeurl destinationrelativeurl filepath path folderpath folder targetfilepath originalfilepath
      previousfilename movetofolder targetpath parentpath folderpathname`,
    object: 'objectid objectids identity object targetobject mailbox group groupid',
    subject: `subject messagesubject body message messagetext text detectedvalues matchedvalues query querytext
      searchquery searchquerytext comment note notes justification description`,
    labelled: 'parameters eventdata commandline scripttext',
    domain: 'organizationname effectiveorganization domain domainname senderdomain recipientdomain targetdomain',
  } satisfies Partial<Record<ValueRule, string>>).flatMap(([rule, names]) =>
    words(names).map((name): [string, ValueRule] => [name, rule as ValueRule]),
  ),
)

/** What the key around a field says of it. */
const inside = new Map<string, ValueRule>(
  Object.entries({
    actorid: 'party',
    targetid: 'party',
    devicepropertiesid: 'device',
    devicepropertiesdisplayname: 'device',
    accessedresourcesname: 'file',
    detectedvaluesname: 'subject',
    detectedvaluesvalue: 'subject',
  } satisfies Record<string, ValueRule>),
)

/** In order; the first that fits decides. */
const endings: readonly (readonly [RegExp, ValueRule])[] = [
  [
    /(app|application|client|plan|sku|template|role|policy|rule|alert|label|plugin|request|correlation|session|token|tenant|activity|investigation|operation|query|transaction)id$/,
    'id',
  ],
  [/(?<!ac)(version|time|timeutc|(?<!candi)date|count|size|bytes)$/, 'measure'],
  [/(type|status|enabled|state)$/, 'vocabulary'],
  [/(upn|userprincipalname|userid|userkey|email|emailaddress|smtpaddress|recipients?|sender|owner|member)$/, 'user'],
  [
    /((client|source|actor|sender|server|remote|local|public|caller|device|destination|peer|user|origin)ip|ipaddress(es)?)$/,
    'address',
  ],
  [/filename$/, 'file'],
  [/(filepath|folderpath|path)$/, 'path'],
  [/(url|uri)$/, 'site'],
  [/(devicename|computername|hostname|machinename)$/, 'device'],
  [/subject$/, 'subject'],
  [/(name|title|alias|nickname|phone|mobile|phonenumber)$/, 'name'],
]

/** @param within the key of the object around the field; '' at the record's top. */
export function ruleOf(field: string, within: string): ValueRule {
  const bare = plain(field.slice(field.lastIndexOf('.') + 1))
  const outer = plain(within)
  if (outer === '' && bare === 'id') return 'id'
  // A record that is a name as a whole is an alert's or a policy's.
  if (outer === '' && bare === 'name') return 'title'
  return inside.get(outer + bare) ?? exact.get(bare) ?? endings.find(([ending]) => ending.test(bare))?.[1] ?? 'text'
}

/** Whether a key is a field's name that the tables have; another one may be a person's. */
export function isKnownField(key: string): boolean {
  return exact.has(plain(key)) && /^[\w.]+$/.test(key)
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}
