/**
 * Words that Microsoft's own names are made of: operations, fields, roles, products, results, client software. What holds
 * any other word is replaced.
 */
import {ownText} from './remembered.ts'

const technical = `
  aad aadinternals aadsts abort aborted about absent accept acceptance accepted accepteddomain access accessed
  accesses accessible account accountenabled accountname accounts across act action actions activation activations
  active activesync activities activity activityid actor actors acts ad adal add added addedtogroup addedtosecurelink
  addfolderpermissions additional address addresses admin adminapi adminauditlogconfig administers administration
  administrative administrator administrators adminmailaccess admins admx advanced aes affected after afterwards again
  age agenda agent agentaxios agentic agents aggregate aggregated aggregation agreed ai
  aiinteractioncreatednotification aiohttp aip air airinvestigation airs alarm alert alertentitygenerated alerts
  alerttriggered all allitems allow allowed allowlist allows alone already alt alternative always am ambiguous among
  an analytics ancestor anchor anchormailbox and android anew annotation annotations anonymous anonymousedit
  anonymouslinkcreated anonymouslinkupdated anonymouslinkused anonymousview another answer answered answers any anyone
  anyonelinkcreated anything api apis app appdata append appid appinstalled apple applicable application applications
  applied apply apppublishedtocatalog approximation apps arbitration archive archived archives are argument arp array
  artifact artifacts as ascending ascii ask asked asks aspx asr assertion assessment assignable assigned assignee
  assigner assignment assignments assistance assistants association asymmetric at atp att attachment attachments
  attack attacks attempts attendee attendees attribute aud audience audiences audit auditdata audited auditing auth
  authenticate authenticated authentication authenticator author authority authorization authorize auto autodiscover
  autoforward automate automatic automation autopilot available avatar axios azure azuread azurehound b back backend
  backendhttpstatus backup bad badge bap base baseline basic batch bav bcc bearer before begin beginning beginnings
  behalf behavior benefit beta bi billable billing bin bind binding bing bits blind blob block blocked blockid
  blocklist bloodhound body book bookings bookmark boolean bot botaddedtoteam box bpos branding breakout broken broker
  brokered browser brute bucket budget build builds built bulk bundle burst business but by byod bypass bypassed bytes
  c cache calculatedbetarget calendar calendars call caller callqueue calls campaign campaigns can canceled cancelled
  canvas cap capability capacity capped carrier cas caseadded caseadminadded caseadminreplaced caseadminupdated
  casemembersadded catalog catch categories category causes cba cc cell center cert certificate certificates
  certification cfg cfnetwork challenge change changed changes channel charset chart chat chatcreated chats check
  checked china chinacloudapi chrome chromeos chromium cipp claim claims classification classifier cleanup cli click
  clicked client clientapplication clientip clients clipchamp clock clone close closed closely cloud cluster cmdlet
  cmdletname cmdlets cmsi cn co coauthor coauthoring code codes cohort collaboration colleague collect collection
  color column columns com come coming command commandline commandname comment comments communication comp company
  companyportal compare compared complete completed completeness compliance compliancecase compliancesearch
  compliancesearchaction compliant compose composite compound computer concerned concurrency concurrent condition
  conditional conditions confidence config configuration configured confirmation confirmed conflicts connect connected
  connection connections connectivity connector connectoradded connectors consent consented consents console
  constraint constructor consumer contact contacts contained container containing contains content context contexts
  continuous contract contracts control controller controls conversation conversations conversion cookie coordinate
  copied copies copilot copilotinteraction copy core corporate correlated correlation cortana could count counted
  counters countries country cover coverage crawler crc create createconnection created createflow creation
  creationtime creator credential credentials crios criteria critical crm cros crossed crypto cs
  csexternalaccesspolicy css csteamsclientconfiguration cstenantfederationconfiguration csv curl currency current
  cursor custom customer customers customization cut cve daily dalvik darwin dashboard dat data database datacenter
  dataflow datainsights dataset datasets datasource datasources dataverse date dates dax days deadline debian debug
  december decided decision declarative deduplicated deep default defaults defender definition definitions dehydrated
  delayed delegate delegated delegation delete deleted deletes deletions deliver delivery delta delve demo den denied
  deny department dependency dependent deploy deployment description descriptor designer desk desktop dest destination
  destinations destroyed detail details detected detection detections detector detonated detonation developer
  developers development device devices devops dhcp diagnostic diagnostics dial dialin did differ difference digit
  digits dimension dir direct directionality directory dirsyncenabled disable disabled disabling disclaimer discovery
  dispatch display displayname disposition distribute distributed distribution distributor diverts dkim dll dlp
  dlpagent dlprulematch dlpruleundo dlpsi dmarc dn dns do doc docs document documentation documented documents docx
  dod does domain domainfederationsettings domainjoined domains done dos dotnet download downloaded downloads draft
  drafts drawings drive driver drop duplicates duration during dwg dynamic dynamics each eap earliest eas ecc
  econnreset edg edga edge edgios ediscovery ediscoverycaseadmin edit editflow editor edr effective efforts eid
  electron element eligible else elsewhere email embed embedded emc emea emit employee emptied empty enable enabled
  enabling encoded encoding encrypted encryption end ended ending endpoint endpoints ends enforce enforced enforcement
  engage engineer engineering enrolled enrollment enrollments enrolment enterprise entities entitlement entity entra
  entries enumerate env environment environments eop equipment err error errors escalate escalation etype eu eur eurpr
  eurprd evaluate evaluated evaluation evaluator event eventdata events eventstream ever every everyone evictions
  evidence ews ex example exceeded excel except exception exceptiontype exchange exclude exclusion exclusions
  exclusive exe executing execution exist existed exists exit exo expand expected expense expiration expire expired
  expires expiring expiry explicit explorer export exported exporter exporting expression ext extended extension
  extensions external externalaccess externally extra extractor fabric factor fail failed failure fallback false
  family fasthttp fastmail fault faults favorite feature features february federated federateddomain federation fedora
  feed feeds feserver fetch fido field fields figures file fileaccessed fileaccessedextended filecopied filedeleted
  filedeletedfirststagerecyclebin filedeletedsecondstagerecyclebin filedownloaded filemalwaredetected filemodified
  filemodifiedextended filepreviewed filerecycled filerenamed files filesyncdownloadedfull filesyncuploadedfull
  fileuploaded fileversionsalldeleted filing filter filters final finalize finance find finding findings fingerprint
  finish firefox firewall firmware first flag flat flexible flow folded folder folderbind folderdeleted folderrecycled
  folders follows for force forecast foreign form format formatted forms forward forwarded forwarding forwards found
  fr fragment framework free frequency friday from frontend full function functions future fwd fxios gallery gap
  gateway gateways gb gecko gel gen general generated generic get gif git github githubusercontent global gmail gmt
  golang googlemail gpo grammar granted grants granularity graph graphs grid grounding group grouping groups guest
  guests guid guids gzip hallucination handle handler handling hard harddelete hardware has hash hashes have header
  headless heads health heartbeat held help helpdesk here hex hidden hides hierarchy high highest history hit hmac
  hold hololens home homepage hono host hosted hostedconnectionfilterpolicy hostedcontentfilterpolicy
  hostedoutboundspamfilterpolicy hosting hosts hotel hotmail hour hours how hr href html http httpapi httpclient https
  httpx huawei hub hybrid hygiene hygienetenantevents icloud icmp icon id identifier identifiers identity ids idtoken
  ief ietf if ignore ignored iis image images imap immutable impact impersonated impersonation impersonator implicit
  import importance importer importing in inactive inactivity inbound inboundconnector inbox inboxrule incident
  incidents include included includes inclusion incomplete increment ind index indexed indicator indices infected
  infection info information informational ingestion inheritable inheritance inherited ini initial initiated
  initiating initiator inline innererror input ins inside insight insights insomnia inspect inspection install
  installation installed installer instance instances instant instead instruction insufficient int integer integrated
  integration intel intelligence intent inter interaction interface internal internalexception internet interrupt
  interval into intra intranet intune invalid invalidate investigate investigation invitation invitations invite
  invited invites invocation invoice invoices invoke invoked io ioc ios ip ipad iphone ipod is iscompliant isolate
  isolation issue issued issuer issues isthrottled it item items iteration iterations its itself jailbreak january
  java jit join joined joins journal journaling jpeg jpg js json jti july junk just jwt kaizala kb keep keeps kept
  kerberos key keydescription keyid keyidentifier keys keyset keytype keyusage keyvault keyword keywords khtml kind
  kiosk kit kmsi knowledge known knows kpi kql kusto label labeldowngraded labeled labeling labelled labelremoved
  labels lag lakehouse lakehouses language languages langwatch large last late latency latest latin latitude launch
  launched layer layout layouts ldap learn lease least leave led left legacy legal length lens less let lev level lib
  library libwww licence licences license licensed lifecycle lifetime like likeness limit limited line link linked
  linkedin links linux list listed listing lists litigation live llm loaded loader lobby local locale localhost
  localized locates location locations lock lockbox locked log logged logging login logon logs lon longer longest
  longitude look looked looks lookup loop looping low mac machine machines macintosh macos macro made mail mailbox
  mailboxauditbypassassociation mailboxautoreplyconfiguration mailboxes mailboxfolderpermission
  mailboxjunkemailconfiguration mailboxpermission mailitemsaccessed main maintenance make maker makers makes making
  malformed malicious malware manage managed management managementroleassignment managementscope manager manages
  manifest manual manufacturer many map mapi mapiclient mapped mapping marker marketplace mask mass master match
  matched matching maximum mb mbx mcas md mdatp mdo me media medium meeting meetings meetup member memberadded
  memberremoved memberrolechanged members membership ments merge merged message messagebind messagecreatedhaslink
  messages messaging meta metadata method methods metric metrics mfa micr microsoft microsoftgraph microsoftoffice
  microsoftonline microsoftteams mid middle middleware migrate migration mil min minus minutes mip missing misused
  mitigated mitigation mitre mobile mode model moderated moderator modified modify modifyfolderpermissions module
  moment monday monitor monitored monitoring month months more most mov move moved moverto moves movetodeleteditems
  mozilla ms msal msexchange msgraph msie msn msoldomainfederationsettings mtp much multi multiple must mute my name
  named names namespace native navigation need needs neither nested net network networks never new next nfc nfkd
  nickname no node nodes nokeys non none nor not note notebook notebooks noter notes nothing notices notification
  notifications notify november now nt ntlm nul null number numbers oab oath oauth object objectid objects observed
  occurrence occurrences ocs october odata odb of off offer offers office offline offset oidc ok okhttp old older om
  on onboard onboarding once one onedrive onenote ones onewaysms online only onmicrosoft op open opened openers openid
  opens openssl opera operand operating operation operations operator opr option optional or orchestrator order
  ordered org organisation organization organizational organizationconfig organizationcustomization organizationedit
  organizationid organizationname organizations organizationview origin originating originatingserver originator os
  otel other others otp out outage outbound outboundconnector outbox outcome outer outlook output outside over
  overloaded override overrides overview owa own owned owner owners owns package packages pages paginated pagination
  paging panel parallel parameter parameters params parent parquet parse parser parsing part partial partially
  participant participants participating partition partner partners parts party pass passes passin passkey password
  passwordcredentials passwordless passwords past patch path paths pattern patterns pause paused pax payload payment
  payments pbix pdf peer pending people per percentage perfect performed period perl permanent permission
  permissiongrant permissions permit person personal phantom phase phases phish phishing phone phoneappnotification
  phoneappotp photo physical pii pim pin pinned pipeline pivot pixel pkcs place placeholder places plain plan planned
  planner plans platform playbook playwright please plugin plugins pm png point poisson policies policy poll polls
  polyfill pool pools pop port portal portals portion positional post posta postman postmanruntime posture power
  powerpoint powershell ppc pps pptx precedence prefer preference premises premium presence presenter preset preview
  previewed previous primary principal principals printed printer printers printing priority privacy private
  privileged privileges pro probability probe probed probl procedure process processed processes processing processor
  prod producer product production profile program programs progress prohibit prohibited project projects promised
  promises promote promoted prompt prompts proof propagate properties property propose proposed protected protection
  protects proto protocol protocols proton protonmail proven provided provider provision provisional provisioned
  provisioning proxy ps pstn psws public publish published publisher publishing puid pull puppeteer purchase purge
  purgeable purges purpose purview push put putconnection putflowowners pwsh python qualified quality quantity
  quarantine quarantineexport quarantinereleasemessage queries query question queued quick quiz quota quotas random
  range ranges ranked ranking rare rate rating raw rc rclone rdp reach reaching reacted reaction reactions read
  readable reader readers readings reads reason reassign rebuild recall receive received receiver recent recipient
  recipientpermission recipients recommendation recommendations recommended reconnect record recorded recording
  recordings records recordtype recover recoverable recovery recurrence recurring recursive recycled redeem redemption
  redirect redirects reduce reference references refresh refs refused refuses region regions register registered
  registration regular reissue reject rejected related relation relationship relative release releases relevance
  relevancy reliably reload relying remaining remediate remediated remediation remember remembered reminder remote
  remotedomain remoting removable removal remove removed removedfromgroup removes renamed renames renew renewal
  renewed reopen reordered repair repeats replace replaced replacements replica replicate replicated replication reply
  report reported reporting reports repos repository representation reprocess request requests require required
  requirement researcher reservation reserved reset resets residential resolution resolve resolved resource resources
  responder response responseformat responses rest restarted restore restored restoring restrict restriction restsharp
  result resulted results resultstatus resume resumed retain retained retention retries retrieve retrieved retry
  return returned reuse revert reverted review revision revisions revoke revoked revoking rfc right rights risk risky
  rls rnicrosoft road roadrecon roadtools rogueapps role rolegroup rolegroupmember roles roll rollback root ropc
  rotate rotated rotation rotations round route routing row rows rpc rsa rss rule rules run running runs runtime rv
  safari safe safeattachments safelinks said sales same saml sample samsung samsungbrowser sandbox sas saslogin
  satisfied saturday save saved saving say says scale scaled scan scanner scattered scenario schedule scheduled schema
  school schte scl scope score scores scoring screen script scripts scripttext scroll sdk search searchcreated
  searched searchexportdownloaded searchexported searchpreviewed searchqueryinitiated searchqueryinitiatedexchange
  searchqueryinitiatedsharepoint searchqueryperformed searchresultspurged searchstarted searchupdated seasonal sec
  second secondary seconds secret secrets section sections secure securelinkcreated securelinkupdated security
  securitycompliancealerts see seed seen segment segments select selected selection selenium self semantic send sendas
  sender senders sendonbehalf sends senior sensitive sensitivity sensitivitylabelremoved sensor sent sentinel
  september sequence serial serialization serializationlevel series served server service serviceoperator
  serviceprincipal services serving session sessions set sets setting settings settle sev severe severity sfa sha
  shape shard shards share shared sharepoint shares sharing sharinginvitationcreated sharinginvitationupdated
  sharinglinks sharingpolicychanged sharingset sharphound sheet shell shift shifted ship short shortcut should shown
  shows sid side siem sig sigint sign signal signaled signature signatures signed signs sigterm silent similarity
  simulate simulated simulation simulator since single sit site siteassets sitecollectionadminadded
  sitecollectioncreated sitepages sites size skewed skip skiptoken sku skydrivesync skype slice slide slides slow
  small sms smtp snapshot soap soar socket soft softdelete software solution solutions some soon sort sorting source
  sourced sources spam speak specific specified spf spike spki split spn spo spoappprincipal spoofed spoofing
  spotenant spray spreadsheet sql sqlite ssh ssl sso sta staff stage staged staging stale standalone standard stands
  start started starter starting starts state statement statistics status statuses stay step stop stopped stopping
  storage store stored straight stream streaming streams string stringify strings strong strongauthenticationservice
  structure structured sts stsrefreshtokenvalidfrom style subcategory subclass subject submission submissions submit
  submitted submitter subnet subscribe subscribed subscription subsite substrate subtype succe succeeded succeeds
  success successes successful successor such suffix suggested suggestion suid suitability suite suiteux sum summary
  sunday supermailer supervised supervision supervisor supervisory supplied supplier suppliers support supported
  suppressed suppression surface survey suspended suspicious svc svchost sway switch switched symbol symmetric synapse
  sync synced synchronisation synchronises synchronization synchronize synchronized syncing syntax sys system systems
  tab tabadded table tables tablet tabs tag tagged tagging tags take taken takeover takes target targeted targets task
  tasks taxonomy tb tcp te team teamdeleted teams teamstenantsettingchanged teamwork technician techniques telemetry
  telephone telephony temp template templates temporal temporarily temporary tenancy tenant tenants term terminate
  terminated termination terms test text than that the their theirs them themselves then there these they this those
  thread threat threatexplorer threatintel threshold throttled throttling throw tht thumbnail thumbnails thursday
  ticket tid tier tile timaildata time timeline timeout timers times timestamp timezone title tls tmp tms to todo
  together toggle token tokens told tool tools top topic topics topology tor total totals totp townhall traces track
  tracked tracking tracks trail training transaction transactions transcript transcription transfer transferred
  transform transformation transient transition translate translation transparency transport transportrule trash tree
  trends trident tried triggered triggering triggers trim true trust trusted trustee trusttype try ts tuesday tune
  tunnel turn tutorial tweetnacl twirp two twowayvoicemobile twowayvoiceoffice txt type typed types ubuntu udp um
  unable unassign unassigned unauthenticated unauthorised unauthorized unavailable unblock unblocked uncategorized
  undefined undelete undeleted under underlying understood undici undo undocumented unenroll unfiltered unicode
  unified unifiedauditlog uninstall uninstalled unique unit units unknown unknownfuturevalue unlocked unmanaged
  unnamed unpin unpublish unpublished unreadable unregister unresolved unsaid unseen unshared unspecified unstable
  unsubscribe unsubscribed unsupported until untrusted unused unusual unverified up update updated
  updatefolderpermissions updateinboxrules upgrade upgraded upgrades upkeep upload uploaded uploader uploading upn
  upper upstream ur url urls urn us usable usage usages use used user userid userkey userloggedin userloginfailed
  userprincipalname users usertype uses usgovcloudapi using usual utc utf uti util utilization uuid valid validation
  value values variable variables vault vaults vector vendor vendors verbose verdict verdicts verification verified
  verifier verify version versioned versioning versions via video videos view viewalerts viewed viewedsearchexported
  viewedsearchpreviewed viewer viewers viewing viewpoint violation violations vip virtual virus visibility visible
  visio visit visited visitor visitors visits visual viva vivaldi vnc voice voicemail volume volumes vote votes vpn
  vti vulnerabilities vulnerability vum waiting warehouse warned warning warnings was watched watermark wav wave way
  wcf weak weakened web webhook webhooks webinar webkit webmail webpart webservices wednesday weight well were
  westeurope wget what whatever when where wherever whether which while whiteboard who whole whom whose why wide
  widget width wiki wildcard win window windows windowsazureactivedirectory with withheld within without wizard word
  words work worker workflow workflows workgroup workload workloads works workspace workspaces would wow wp wrapped
  write writer writers writes written wrong wsfed wstrust www x xbox xdr xiaomi xlsx xml xpia xyz yaml yammer year yes
  ymail your zap zero zip zlib zone
`

const alsoNames = `
  august brave case cross day grant gray june long march mark marks max may page price ransom rich ruby silk sky stock
  will
`

const setOf = (words: string) => new Set(words.split(/\s+/).filter(word => word !== ''))
const technicalWords = setOf(technical)
const ambiguousWords = setOf(alsoNames)

export type WordClass =
  | 'technical'
  /** A technical word that people, too, are called: `Mark`, `Grant`, `Page`. */
  | 'ambiguous'
  | 'number'
  | 'unknown'

const mostDigits = 6
const classes = new Map<string, WordClass>()
const mostClasses = 20_000

/** @param token letters and digits without anything between: `FileAccessed`, `Windows10`. */
export function classOfToken(token: string): WordClass {
  // No word has as many; most ids do, and would only push words out.
  if (digitsIn(token) > mostDigits) return 'unknown'
  const known = classes.get(token)
  if (known !== undefined) return known
  const decided = token.length > 120 ? 'unknown' : decide(token)
  if (classes.size < mostClasses && token.length <= 60) classes.set(ownText(token), decided)
  return decided
}

function digitsIn(token: string): number {
  let digits = 0
  for (let at = 0; at < token.length; at++) {
    const letter = token.charCodeAt(at)
    if (letter >= 48 && letter <= 57) digits++
  }
  return digits
}

function decide(token: string): WordClass {
  if (/^\d+$/.test(token)) return 'number'
  if (!/^[A-Za-z0-9]+$/.test(token)) return 'unknown'
  const whole = classOfWord(token)
  if (whole !== 'unknown') return whole
  const parts = token.match(/[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []
  let letters = 0
  let isTechnical = false
  for (const part of parts) {
    if (/^\d/.test(part)) continue
    if (part.length === 1) letters++
    else {
      const one = classOfWord(/^[A-Z]{2,}s$/.test(part) ? part.slice(0, -1) : part)
      if (one === 'unknown') return 'unknown'
      isTechnical ||= one === 'technical'
    }
  }
  if (letters > 2) return 'unknown'
  return isTechnical || parts.every(part => part.length === 1 || /^\d/.test(part)) ? 'technical' : 'ambiguous'
}

function classOfWord(word: string): WordClass {
  if (word.length === 1) return 'technical'
  const folded = word.toLowerCase()
  if (technicalWords.has(folded)) return 'technical'
  return ambiguousWords.has(folded) ? 'ambiguous' : 'unknown'
}
