export const id=5465;export const ids=[5465];export const modules={75465:((e,t,n)=>{n.d(t,{reportPage:()=>reportPage});var r=n(71697),i=n(64115),a=n(15355),o=n(36642),s=n(97604),c=n(66755),l=n(3658),u=n(34358),d=n(66523),f=n(93713),p=n(70907),m=n(70809),h=n(87628),g=n(3995),_=n(91798),v=n(70323),y=n(9833);(0,_.Y)([f.a,p.a,m.a,h.a,g.a,y.a]);function drawn(e){return(0,d.qy)`<div class="plot"><div class="wide">${drawing(e,880)}</div><div class="narrow">${drawing(e,330)}</div></div>`}
function drawing(e,t){let n=e.height(t),r=(0,v.Ts)(null,null,{renderer:`svg`,ssr:!0,width:t,height:n});r.setOption({animation:!1,...e.option(t)});let i=r.renderToSVGString();return r.dispose(),(0,d.qy)`<svg viewBox="0 0 ${t} ${n}" role="img" aria-label="${e.label}">${(0,d.IZ)(marks(i,e))}</svg>`}function marks(e,t){
return e.replace(/^<svg[^>]*>|<\/svg>\s*$/g,``).replace(/<style[\s\S]*?<\/style>/g,``).replace(/<rect [^>]*fill="none"[^>]*><\/rect>/,``).replace(/ (?:class|pointer-events|ecmeta_ssr_type|ecmeta_silent)="[^"]*"/g,``).replace(/font-family:[^;"]*;?/g,``).replace(/\bzr\d+-/g,`${t.id}-`).replace(/ ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"([^>]*)>/g,(e,n,r,i)=>{let a=t.hint?.(Number(n),Number(r));
return a===void 0?`${i}>`:`${i}>${(0,d.qy)`<title>${a}</title>`}`}).replace(/\n+/g,`
`).trim()}let b=`var(--muted)`,x={color:b,fontSize:12};function plots_short(e){return e>=1e6?`${trimmed(e/1e6)}M`:e>=1e3?`${trimmed(e/1e3)}k`:String(e)}function trimmed(e){return String(Number(e.toFixed(1)))}function stackedDays(e){let{days:t,layers:n}=e;return{...e,height:e=>e<500?190:240,option:e=>({grid:{left:44,right:4,top:10,bottom:26,outerBoundsMode:`none`},xAxis:dayAxis(t,e),yAxis:{type:`value`,
minInterval:1,splitNumber:4,axisLabel:{...x,formatter:plots_short},splitLine:{lineStyle:{color:`var(--grid)`}}},series:n.map(({color:e,values:n})=>({type:`bar`,stack:`all`,silent:!0,barCategoryGap:t.length>100?`0%`:`22%`,itemStyle:{color:e},data:n.map(e=>e===0?null:e)}))})}}function dayAxis(e,t){let n=dayLabels(e),r=(t-48)/e.length,i=Math.ceil((Math.max(...n.map(e=>e.length))*7+8)/r);return{type:`category`,data:n,axisTick:{show:!1},axisLine:{lineStyle:{color:b}},axisLabel:{...x,
interval:e=>e%i===0}}}function dayLabels(e){let t=new Set(e.map(e=>e.slice(0,7))).size<=1;return e.map(e=>t?String(Number(e.slice(8))):e.slice(5))}function hourMap(e){return{id:e.id,label:e.label,height:e=>e<500?176:232,hint:(t,n)=>e.hint(n),option:t=>({grid:{left:44,right:4,top:4,bottom:24,outerBoundsMode:`none`},xAxis:{type:`category`,data:Array.from({length:24},(e,t)=>String(t).padStart(2,`0`)),axisLine:{show:!1},axisTick:{show:!1},axisLabel:{...x,interval:e=>e%3==0}},yAxis:{type:`category`,
inverse:!0,data:[...e.weekdays],axisLine:{show:!1},axisTick:{show:!1},axisLabel:{...x,interval:0}},visualMap:{show:!1,type:`piecewise`,dimension:2,pieces:Array.from({length:6},(e,t)=>({value:t,color:`var(--h${t})`}))},series:[{type:`heatmap`,silent:!0,itemStyle:{borderColor:`var(--bg)`,borderWidth:t<500?1:2},data:e.levels.map((e,t)=>[t%24,Math.floor(t/24),e])}]})}}function lanes(e){let{period:t}=e,n=e.lanes.flatMap((e,t)=>e.marks.map(e=>({...e,
at:t}))),r=e.lanes.map((t,n)=>e.lanes.slice(0,n).reduce((e,{height:t})=>e+t+8,6)),i=e.lanes.reduce((e,{height:t})=>e+t+8,6),a=dayLabels(t.days.map(e=>e.date));return{id:e.id,label:e.label,height:()=>i+22,hint:(e,t)=>n[t]?.hint??``,option:i=>{let o=(i-8)/t.days.length,s=Math.ceil((Math.max(...a.map(e=>e.length))*7+8)/o),c=t.days.filter((e,t)=>t%s===0).map(e=>e.start),l=new Map(t.days.map((e,t)=>[e.start,a[t]??``]));return{grid:{left:4,right:4,top:0,bottom:22,outerBoundsMode:`none`},xAxis:{
type:`value`,min:t.start,max:t.end,splitLine:{show:!1},axisLine:{show:!0,lineStyle:{color:`var(--grid)`}},axisTick:{show:!0,customValues:c,lineStyle:{color:`var(--grid)`}},axisLabel:{...x,align:`left`,customValues:c,formatter:e=>l.get(e)??``}},yAxis:{type:`value`,min:0,max:1,show:!1},series:[{type:`custom`,silent:!0,data:n.map(e=>[e.start,e.end]),renderItem:(t,a)=>{let o=n[t.dataIndex];if(o)return stretch(o,{from:a.coord([o.start,0])[0]??0,to:a.coord([o.end,0])[0]??0,right:i-4,top:r[o.at]??0,
height:e.lanes[o.at]?.height??0})}}]}}}}function stretch(e,t){let n=Math.max(3,t.to-t.from),r=Math.min(t.from,t.right-n),i={type:`rect`,shape:{x:r,y:t.top,width:n,height:t.height},style:{fill:e.color}};if(e.label===void 0)return i;let a=r+n+22<t.right;return{type:`group`,children:[i,{type:`text`,style:{text:e.label,x:a?r+n+5:r-5,y:t.top+t.height/2,align:a?`left`:`right`,verticalAlign:`middle`,fill:`var(--text)`,fontSize:12}}]}}function pictures(e,t,n){let{figures:r}=e;
return r.records===0?(0,d.uW)(`month`,`The month`,(0,d.qy)`<p>There is no record to show.</p>`):(0,d.uW)(`month`,`The month`,[span(r,t),days(r,gapDays(e)),hours(r,t),active(r,n),signIns(r),charts_sharing(r),copilotAndAgents(r,t,n),recordTypes(r)])}function span({first:e,last:t,records:n},i){return e===void 0||t===void 0?!1:(0,d.qy)`<p>${(0,r.a)(n,`record`)}, the first from ${(0,d.uG)(i,e)}, the last from ${(0,d.uG)(i,t)}.</p>`}function part(e,t){
return(0,d.qy)`<div class="part"><h3>${e}</h3>${t}</div>
`}function days(e,t){let n=e.byWorkload().filter(({name:e})=>e!==o.MG).slice(0,8).map(({name:t,records:n},r)=>({name:t,records:n,color:`var(--s${r})`,values:e.days.map(e=>e.byWorkload.get(t)??0)})),i=e.days.map((e,t)=>e.records-(0,l.c)(n.map(e=>e.values[t]??0))),a=(0,l.c)(i)>0?[...n,{name:`All others`,records:(0,l.c)(i),color:`var(--s8)`,
values:i}]:n,s=e.days.reduce((e,t)=>t.records>e.records?t:e),c=e.days.filter(e=>e.records===0),f=stackedDays({id:`days`,label:`Records per day, stacked by workload; most on ${(0,u.Ot)(s.date)} with ${(0,r.o)(s.records)}. The numbers follow in a table.`,days:e.days.map(e=>e.date),layers:a,hint:(t,n)=>`${(0,u.Ot)(e.days[n]?.date??``)}, ${a[t]?.name??``}: ${(0,r.o)(a[t]?.values[n]??0)}`}),p=`Most on ${(0,u.Ot)(s.date)}: ${(0,r.o)(s.records)}.`;
return part(`Records per day`,[(0,d.qy)`<p>${p}${c.length>0&&` No record at all on ${listed(c.map(e=>e.date))}.`}${t.length>0&&` Gaps touch ${listed(t)}: those days may be too low.`}</p>`,drawn(f),key(a.map(({name:t,color:n,records:r})=>({color:n,label:(0,d.qy)`${(0,d.zV)(t,60)} <span class="muted">${share(r,e.records)}</span>`}))),(0,d.TM)(`The numbers: records per day by workload`,(0,d.I$)(`Records per day by workload`,[{
head:`Day`},...numbers(`All`,...a.map(e=>e.name.slice(0,60)))],e.days.map((e,t)=>[e.date,(0,r.o)(e.records),...a.map(({values:e})=>(0,r.o)(e[t]??0))])))])}function gapDays({gaps:e,period:t}){return t.days.filter(({start:n},r)=>{let i=t.days[r+1]?.start??t.end;return e.some(e=>e.start<i&&n<e.end)}).map(e=>e.date)}function listed(e){let t=e.slice(0,5).map(u.Ot).join(`, `);return e.length>5?`${t} and ${(0,r.a)(e.length-5,`more day`)}`:t}function hours(e,t){
let n=weekdayCounts(e),i=e.hours.map((e,t)=>e/Math.max(1,n[Math.floor(t/24)]??1)),a=Math.max(...i),o=i.indexOf(a),s=Array.from({length:7},(e,t)=>(0,u.uD)(t)),c=hourMap({id:`hours`,label:`Records by weekday and hour; most on ${(0,u.u)(o)}. The numbers follow in a table.`,weekdays:s,levels:i.map(e=>level(e,a)),hint:e=>`${(0,u.u)(e)}: ${(0,r.o)(Math.round(i[e]??0))} on average`});
return part(`Hours of the week`,[(0,d.qy)`<p>Records an hour on average, in ${t.timezone}. Most on ${(0,u.u)(o)}: ${(0,r.o)(Math.round(a))}.</p>`,drawn(c),(0,d.qy)`<p class="scale"><span>none</span>${Array.from({length:6},(e,t)=>(0,d.qy)`<span class="swatch" style="--swatch: var(--h${t})"></span>`)}<span>${(0,r.o)(Math.round(a))} an hour</span></p>`,(0,d.TM)(`The numbers: records by weekday and hour`,(0,d.I$)(`Records in the whole period, by hour and weekday`,[{
head:`Hour`},...numbers(...s)],Array.from({length:24},(t,n)=>[`${String(n).padStart(2,`0`)}:00`,...s.map((t,i)=>(0,r.o)(e.hours[i*24+n]??0))])))])}function weekdayCounts({days:e}){let t=Array.from({length:7},()=>0);for(let{date:n}of e){let e=(new Date(`${n}T00:00:00Z`).getUTCDay()+6)%7;t[e]=(t[e]??0)+1}return t}function level(e,t){return e===0?0:Math.max(1,Math.ceil((e/t)**.6*5))}function active(e,t){
return part(`Most active`,(0,d.qy)`<div class="pair">${ranking(`People`,e.people,e.records,t)}${ranking(`Services and applications`,e.services,e.records,t)}</div>`)}function ranking(e,t,n,i){let a=t.most(10),o=a[0]?.records??0;if(o===0)return(0,d.qy)`<p>${e}: none.</p>`;let shown=t=>e===`People`?i(`user`,t.name):t.name,{count:s,exact:c}=t.distinct;return(0,d.I$)(`${e}: the first ${a.length} of ${c?``:`over `}${(0,r.o)(s)}`,[{
head:`Name`},...numbers(`Records`,`Of all`)],a.map(e=>[(0,d.qy)`${(0,d.zV)(shown(e),80)}<span class="share" style="width: ${(100*e.records/o).toFixed(1)}%"></span>`,`${e.uncertain>0?`up to `:``}${(0,r.o)(e.records)}`,share(e.records,n)]))}function signIns(e){let{failures:t}=e,n=(0,l.c)(Object.values(t));if(e.signIns+n===0)return part(`Sign-ins`,(0,d.qy)`<p>No sign-in was recorded.</p>`);let i=layersOf(c.HZ,t=>e.days.map(e=>e.failures[t])),a=stackedDays({id:`signins`,
label:`Failed sign-ins per day by reason, ${(0,r.o)(n)} in all. The numbers follow in a table.`,days:e.days.map(e=>e.date),layers:i,hint:hintOf(e,i,c.gx)});return part(`Sign-ins that failed`,[(0,d.qy)`<p>${(0,r.a)(e.signIns,`sign-in`)} succeeded. Of ${(0,r.o)(n)} that did not, ${(0,r.o)(t.password)} were a wrong password, an unknown user or a locked account.</p>`,n>0&&drawn(a),n>0&&key(i.map(({kind:e,color:n})=>({color:n,
label:`${c.gx[e]}: ${(0,r.o)(t[e])}`}))),(0,d.TM)(`The numbers: sign-ins per day`,(0,d.I$)(`Sign-ins per day`,[{head:`Day`},...numbers(`Signed in`,...c.HZ.map(e=>`Failed: ${e}`))],e.days.map(e=>[e.date,(0,r.o)(e.signIns),...c.HZ.map(t=>(0,r.o)(e.failures[t]))])))])}function charts_sharing(e){let t=e.sharing,n=(0,l.c)(Object.values(t));if(n===0)return part(`Sharing`,(0,d.qy)`<p>Nothing was shared, as far as records tell.</p>`);let a=layersOf(i.k,t=>e.days.map(e=>e.sharing[t])),o=stackedDays({
id:`sharing`,label:`Sharing per day by kind, ${(0,r.a)(n,`record`)} in all. The numbers follow in a table.`,days:e.days.map(e=>e.date),layers:a,hint:hintOf(e,a,s._)});return part(`Sharing`,[(0,d.qy)`<p>${(0,r.a)(t.anyone,`link`)} for anyone made or changed, ${(0,r.a)(t.guest,`record`)} of sharing with guests.</p>`,drawn(o),key(a.map(({kind:e,color:n})=>({color:n,label:`${s._[e]}: ${(0,r.o)(t[e])}`}))),(0,d.TM)(`The numbers: sharing per day`,(0,d.I$)(`Sharing per day`,[{
head:`Day`},...numbers(...i.k.map(e=>s._[e]))],e.days.map(e=>[e.date,...i.k.map(t=>(0,r.o)(e.sharing[t]))])))])}function copilotAndAgents({ai:e},t,n){let i=`Copilot and agents`;if(e.interactions===0)return part(i,(0,d.qy)`<p>No question to Copilot or an agent was recorded.</p>`);
let o=e.agents(),s=o.slice(0,10).map(e=>[(0,d.zV)(e.name,80),(0,r.o)(e.records),(0,d.uG)(t,e.first)]),c=e.people.most(10).map(e=>[(0,d.zV)(n(`user`,e.name),80),(0,r.o)(e.records)]),l=e.apps.ranked().slice(0,10).map(e=>[(0,d.zV)(e.name,80),(0,r.o)(e.records)]);return part(i,[(0,d.I$)(`Copilot and agents in numbers`,[{head:`What`},...numbers(`Count`)],(0,a.h)(e)),s.length>0&&(0,d.I$)(`Agents: the first ${s.length} of ${(0,r.o)(o.length)}`,[{head:`Agent`},...numbers(`Questions`),{
head:`First asked`}],s),(0,d.qy)`<div class="pair">${(0,d.I$)(`Apps`,[{head:`App`},...numbers(`Questions`)],l)}${c.length>0&&(0,d.I$)(`Asked most`,[{head:`Name`},...numbers(`Questions`)],c)}</div>`])}let S=[`var(--s5)`,`var(--s1)`,`var(--s0)`,`var(--s2)`,`var(--s8)`];function layersOf(e,t){return e.map((e,n)=>({kind:e,color:S[n]??`var(--s8)`,values:t(e)})).filter(e=>e.values.some(e=>e>0))}function hintOf(e,t,n){return(i,a)=>{let o=t[i];
return o?`${(0,u.Ot)(e.days[a]?.date??``)}, ${n[o.kind]}: ${(0,r.o)(o.values[a]??0)}`:``}}function recordTypes(e){return part(`Kinds of records`,[countTable(`Workloads`,e.byWorkload().slice(0,16),e.records),(0,d.TM)(`Record types`,countTable(`Record types, the most frequent first`,e.byRecordType().slice(0,40),e.records)),(0,d.TM)(`Operations`,countTable(`Operations, the most frequent first`,e.byOperation().slice(0,40),e.records))])}function countTable(e,t,n){return(0,d.I$)(e,[{
head:`Name`},...numbers(`Records`,`Of all`)],t.map(e=>[(0,d.zV)(e.name,80),(0,r.o)(e.records),share(e.records,n)]))}function key(e){return(0,d.qy)`<ul class="key">${e.map(({color:e,label:t})=>(0,d.qy)`<li><span class="swatch" style="--swatch: ${e}"></span><span>${t}</span></li>`)}</ul>`}function numbers(...e){return e.map(e=>({head:e,number:!0}))}function share(e,t){let n=t===0?0:100*e/t;return n>0&&n<.1?`<0.1 %`:`${n.toFixed(1)} %`}var C=n(49414),w=n(81635),T=n(84933),E=n(27563),D=n(33700);
let O={read:`read once, every check passed`,confirmed:`read twice, the readings agreed`,gap:`not proven`};function coverage(e,t){
return(0,d.uW)(`coverage`,`Coverage`,[strip(e,t),e.gaps.length>0&&gapTable(e.gaps,t),checks(e),e.notes.length>0&&(0,d.qy)`<div class="part"><h3>Worth knowing</h3><ul>${e.notes.map(e=>(0,d.qy)`<li>${(0,d.pj)(e,600)}</li>`)}</ul></div>`,(0,d.qy)`<div class="part"><h3>What could not be seen</h3><ul>${(0,D.CL)(e).map(e=>(0,d.qy)`<li>${(0,d.pj)(e,600)}</li>`)}</ul></div>`])}function strip(e,t){let{
period:n}=e,i=Object.keys(O).filter(t=>e.windows.some(e=>e.status===t)),a=(e.detection?(0,E.D)(e.detection).open.slice(0,12):[]).map((e,n)=>incidentMark(e,n,t)).filter(e=>Number.isFinite(e.start)),o=lanes({id:`coverage`,label:`Coverage of the period: ${e.gaps.length===0?`no gap`:(0,r.a)(e.gaps.length,`gap`)}; the table below has the bounds.`,period:n,lanes:[{height:22,marks:stretches(e.windows,n).map(e=>stretchMark(e,t))},...a.map(e=>({height:10,marks:[e]}))]});
return(0,d.qy)`${drawn(o)}<ul class="key">${i.map(e=>(0,d.qy)`<li><span class="swatch" style="--swatch: var(--${e})"></span>${O[e]}</li>`)}${a.length>0&&(0,d.qy)`<li class="muted">numbered bars: the incidents above, by severity</li>`}</ul>`}let k=[`confirmed`,`read`,`gap`];function stretches(e,t){let alike=(e,t)=>e.status===t.status,n=e.map(({start:e,end:t,status:n})=>({start:e,end:t,status:n})).sort((e,t)=>e.start-t.start),r=(0,w.os)(n,alike);if(r.length<=880)return r;
let i=(t.end-t.start)/880,a=[];for(let{start:e,end:n,status:o}of r){let r=Math.min(880,Math.ceil((n-t.start)/i));for(let n=Math.max(0,Math.floor((e-t.start)/i));n<r;n++){let e=a[n];e&&k.indexOf(e.status)>=k.indexOf(o)||(a[n]={start:t.start+n*i,end:t.start+(n+1)*i,status:o})}}return(0,w.os)(a.flatMap(e=>e??[]),alike)}function stretchMark({start:e,end:t,status:n},r){return{start:e,end:t,color:`var(--${n})`,hint:`${r.ends(e,t).join(` \u2013 `)}: ${O[n]}`}}function incidentMark({first:e,last:t,
severity:n},r,i){let a=String(r+1);return{start:e,end:t,color:`var(--${n})`,label:a,hint:`Incident ${a}, ${n}: ${i.ends(e,t).join(` \u2013 `)}`}}function gapTable(e,t){let n=e.slice(0,200).map(({start:e,end:n,reason:r})=>[(0,d.Hh)(t,e,n),(0,d.qy)`${(0,C.B9)(e)} to ${(0,C.B9)(n)}`,(0,D.p0)(n-e),(0,d.pj)(r?.message??`no reason recorded`,300),(0,d.qy)`<code>${(0,d.pj)(r?.code??``,60)}</code>`]),i=e.length-n.length;
return(0,d.qy)`<div class="part"><h3>Gaps</h3>
${(0,d.I$)(`Not proven; the end is exclusive`,[{head:`When`},{head:`In UTC`},{head:`Length`,number:!0},{head:`Why`},{head:`Code`}],n)}
${i>0&&(0,d.qy)`<p class="muted">and ${(0,r.o)(i)} more, all in manifest.json</p>`}</div>`}function checks(e){
let count=t=>(0,r.o)(e.windows.filter(e=>e.status===t).length),t=Object.values(e.requests).reduce((e,t)=>e+t,0),n=[[`Windows read once, every check passed`,count(`read`)],[`Windows read twice, the readings agreed`,count(`confirmed`)],[`Windows not proven`,count(`gap`)],[`Requests to the service`,(0,r.o)(t)],[`Rows the service sent twice in one answer`,(0,r.o)(e.duplicates)],[`Ids with more than one content, all kept`,(0,r.o)(e.conflicts)],...(0,D.fX)(e)];
return(0,d.qy)`<div class="part"><h3>What was checked</h3>${(0,d.I$)(`Windows, requests and rows`,[{head:`Check`},{head:`Count`,number:!0}],n)}
${(0,D.ae)(e).map(e=>(0,d.qy)`<p>${(0,d.pj)(e,600)}</p>`)}</div>`}function verifying(){
return(0,d.uW)(`verify`,`Check it yourself`,(0,d.qy)`<p>The folder this page came with proves itself on any machine, without network or credentials. Its hashes are compared in the folder; the program, in a checkout of the action, also checks the order, the counts and that the windows tile the period. Without either: open verify.html of the folder in a browser, and drop the folder on it. VERIFY.txt has all steps.</p>
${T.D.map(({where:e,
command:t})=>(0,d.qy)`<p>${e}:</p>
<pre tabindex="0"><code>${t}</code></pre>`)}
<p>manifest.json says what was asked, by which application, with which certificate, and what each window held.</p>`)}var A=n(65383);function difference_difference({earlier:e}){return e?.difference?(0,d.uW)(`since`,`Since the earlier export`,[(0,D.KR)(e).map(e=>(0,d.qy)`<p>${(0,d.pj)(e,600)}</p>`),typeTable(e.difference),latenessTable(e.difference)]):!1}function typeTable({byRecordType:e}){if(e.length===0)return!1;
let t=e.slice(0,25).map(e=>[(0,d.zV)(e.name,80),(0,r.o)(e.added),(0,r.o)(e.vanished),(0,r.o)(e.changed)]),n=[`Added`,`Vanished`,`Changed`].map(e=>({head:e,number:!0}));return(0,d.I$)(`What changed, by record type`,[{head:`Record type`},...n],t)}function latenessTable({added:e,recovered:t,lateness:n}){if(e===t)return!1;let i=n.map(e=>[(0,A.p)(e),(0,r.o)(e.missing),(0,r.o)(e.seen)]);return(0,d.I$)(`Late records, by hours after the event`,[{head:`After the event`},{head:`Not there yet`,number:!0},{
head:`First seen`,number:!0}],i)}var j=n(4330),M=n(90524),N=n(94806),P=n(79148),F=n(25827),I=n(52070);let L={high:`High`,medium:`Medium`,low:`Low`,info:`Info`};function incidentsSection({detection:e,tenant:t,rulesUrl:n,history:r},i,a){if(!e)return(0,d.uW)(`incidents`,`Incidents`,(0,d.qy)`<p>${(0,D.nR)(e)}</p>`);let{open:o,accepted:s}=(0,E.D)(e),c=o.slice(0,25),l={clock:i,show:a,tenant:t,rulesUrl:n,history:r};
return(0,d.uW)(`incidents`,`Incidents`,[o.length===0&&(0,d.qy)`<p>${(0,D.nR)(e)}</p>`,c.length>1&&incidentIndex(c,l),c.map((e,t)=>incidentArticle(e,t+1,l)),o.length>25&&rest(o.slice(25),l),s.length>0&&acceptedTable(s,l),notes(e)])}function notes({notes:e}){return e.length>0&&(0,d.qy)`<div class="part">${e.map(e=>(0,d.qy)`<p class="muted">${(0,d.pj)(e,600)}</p>`)}</div>`}function disclosed(e,t){if((0,M.IR)(t))return e;let n=incidents_sentences(e.findings,t);return{...e,title:n(e.title),
narrative:n(e.narrative),benign:e.benign.map(n),next:e.next.map(n),hints:e.hints.map(e=>({...e,text:n(e.text)})),timeline:e.timeline.map(e=>({...e,account:``,user:e.user&&(0,F.b6)(e.user,t),address:e.address&&t(`address`,e.address),act:n(e.act)})),findings:e.findings.map(e=>({...e,title:n(e.title),why:n(e.why),accept:n(e.accept)}))}}function incidents_sentences(e,t){return(0,M.IR)(t)?e=>e:(0,F.ty)(e,t)}function incidentIndex(e,{clock:t,show:n}){return(0,d.qy)`<ol class="index">${e.map(({title:e,
severity:r,first:i,findings:a},o)=>(0,d.qy)`<li>${severityMark(r,`${o+1}. `)} <a href="#incident-${o+1}"><bdi>${(0,d.pj)(incidents_sentences(a,n)(e),240)}</bdi></a> <span class="muted">${(0,d.uG)(t,i)}</span></li>`)}</ol>`}function severityMark(e,t=``,n=``){return(0,d.qy)`<span class="severity ${known(e)}">${t}${L[known(e)]}${n}</span>`}function incidentArticle(e,t,n){let{clock:i,show:a}=n,o=disclosed(e,a),{id:s,title:c,severity:l,confidence:u,narrative:f,findings:p,first:m,last:h,benign:g,
next:_,timeline:v,hints:y}=o;
return(0,d.qy)`<article class="incident ${known(l)}" id="incident-${t}" aria-labelledby="incident-${t}-title">
<h3 id="incident-${t}-title">${severityMark(l,`${t}. `,`:`)} <bdi>${(0,d.pj)(c,300)}</bdi></h3>
<p class="meta">${(0,d.Hh)(i,m,h)}, confidence ${(0,d.pj)(u,20)}, incident <code>${(0,d.pj)(s,40)}</code>${n.history&&incidentRecurrence(n.history,p)}</p>
${techniques(o.techniques)}
<p>${(0,d.pj)(f,1200)}</p>
${v.length>0&&(0,d.qy)`<h4>Timeline${oneDay(v,i)}</h4>${timelineList(v,i)}`}
<h4>Why it is unusual</h4><ul>${p.slice(0,8).map(e=>findingLine(e,c,n))}${p.length>8&&(0,d.qy)`<li>and ${(0,r.a)(p.length-8,`more finding`)} in findings.json</li>`}</ul>
<div class="pair"><div><h4>Benign causes</h4>${g.length===1?(0,d.qy)`<p>${(0,d.pj)(g[0]??``,600)}</p>`:(0,d.qy)`<ul>${g.map(e=>(0,d.qy)`<li>${(0,d.pj)(e,600)}</li>`)}</ul>`}</div>
<div><h4>Next steps</h4><ol>${_.map(e=>(0,d.qy)`<li>${(0,d.pj)(e,400)}</li>`)}</ol></div></div>
${y.length>0&&(0,d.TM)((0,r.a)(y.length,`weak signal`),hintList(y,i))}
${(0,M.IR)(a)&&evidence(e,n)}
${accepting(p)}
</article>
`}
function incidentRecurrence(e,t){let n=(0,N.m$)(e,t);return n!==``&&(0,d.qy)`, <strong>${(0,d.pj)(n,80)}</strong>`}function known(e){return Object.hasOwn(L,e)?e:`info`}function techniques(e){return e.length!==0&&(0,d.qy)`<p class="meta">ATT&CK: ${separated(e.slice(0,8).map(e=>{let[,t,n]=/^(T\d{4})(?:\.(\d{3}))?$/.exec(e)??[];return t===void 0?(0,d.qy)`${(0,d.pj)(e,40)}`:(0,d.qy)`<a href="https://attack.mitre.org/techniques/${t}/${n!==void 0&&`${n}/`}">${e} ${(0,j.q)(e)}</a>`}),`, `)}</p>`}
function separated(e,t){return e.flatMap((e,n)=>n===0?[e]:[t,e])}function findingLine(e,t,{clock:n,rulesUrl:i,history:a}){let o=a&&(0,N.o3)(a,e),s=(0,I.lN)(i,e.rule),c=(0,d.pj)(e.rule,60),l=e.title!==t&&(0,d.qy)`<strong><bdi>${(0,d.pj)(e.title,300)}</bdi></strong>. `;
return(0,d.qy)`<li>${l}${(0,d.pj)(sentence(e.why),900)} <span class="muted">(${s===void 0?c:(0,d.qy)`<a href="${s}">${c}</a>`}, ${L[known(e.severity)].toLowerCase()}, ${(0,d.Hh)(n,(0,C.W$)(e.first),(0,C.W$)(e.last))}, ${(0,r.a)(e.count,`record`)})</span>${o&&(0,d.qy)` <span class="recurrence">${(0,d.pj)(o,300)}</span>`}</li>`}function sentence(e){return e===``||/[.!?\u2026]$/.test(e)?e:`${e}.`}function oneDay(e,t){let n=new Set(e.map(({time:e})=>t.day(e)));
return n.size===1&&(0,d.qy)` on ${[...n]}`}function runsOf(e){let t=[];for(let{user:n,...r}of e){let e=t.at(-1);e&&e.act===r.act&&e.address===r.address&&e.client===r.client?(e.count++,n!==``&&!e.users.includes(n)&&e.users.push(n)):t.push({...r,count:1,users:n===``?[]:[n]})}return t}function timelineList(e,t){let n=runsOf(e),i=n.slice(8),a=new Set(e.map(({time:e})=>t.day(e))).size,list=e=>(0,d.qy)`<ol class="timeline">${e.map(({time:e,act:n,users:r,count:i,address:o,
client:s})=>(0,d.qy)`<li>${(0,d.uG)(t,e,a>1?t.moment(e):t.timeOfDay(e))} <strong><bdi>${(0,d.pj)(n,300)}</bdi>${i>1&&` \u00D7${i}`}</strong><span class="who">${separated([...r.length>0?[(0,d.qy)`${separated(r.slice(0,8).map(e=>(0,d.zV)(e)),`, `)}`]:[],...o===``?[]:[(0,d.qy)`${(0,d.pj)(o,60)}`],...s===``?[]:[(0,d.qy)`<bdi>${(0,d.pj)(s,80)}</bdi>`]],` \u00B7 `)}</span></li>`)}</ol>`;return(0,d.qy)`${list(n.slice(0,8))}${i.length>0&&(0,d.TM)(`${(0,r.o)(i.length)} more`,list(i))}`}
function hintList(e,t){return(0,d.qy)`<ul>${e.map(({time:e,text:n})=>(0,d.qy)`<li>${(0,d.uG)(t,e)} <bdi>${(0,d.pj)(n,240)}</bdi></li>`)}</ul>`}function evidence(e,{tenant:t}){let{defender:n,sentinel:i,powershell:a,links:o}=(0,P.mS)(e,t),s=[...new Set(e.findings.flatMap(e=>e.evidence.map(({id:e})=>e)))].filter(e=>e!==``),code=(e,t)=>t!==``&&(0,d.qy)`<h4>${e}</h4><pre tabindex="0"><code>${t.split(`
`).map(e=>`${(0,d.pj)(e,8e3)}\n`)}</code></pre>`;
return(0,d.TM)(`Evidence: ${(0,r.a)(e.count,`record`)}, queries and links`,[(0,d.qy)`<p>${separated(o.map(({name:e,url:t})=>(0,d.qy)`<a href="${t}">${(0,d.pj)(e,120)}</a>`),`, `)}</p>`,code(`Defender XDR, advanced hunting (KQL)`,n),code(`Sentinel (KQL)`,i),code(`Exchange Online PowerShell`,a),(0,d.qy)`<h4>Record ids</h4><p class="ids">${s.slice(0,200).map(e=>(0,d.qy)`<code>${(0,d.pj)(e,80)}</code> `)}${s.length>200&&`and ${(0,r.o)(s.length-200)} more in findings.json`}</p>`])}
function accepting(e){return(0,d.TM)(`Accept it`,(0,d.qy)`<p>If it is known and benign, add to the file of accepted findings, with the reason and a last day:</p><pre tabindex="0"><code>${e.slice(0,8).map(({accept:e})=>e.split(/\r?\n/).slice(0,20).map(e=>`${(0,d.pj)(e,400)}\n`))}</code></pre>`)}function rest(e,{clock:t,show:n}){let i=e.slice(0,300).map(({title:e,severity:r,first:i,
findings:a})=>[(0,d.qy)`<bdi>${(0,d.pj)(incidents_sentences(a,n)(e),200)}</bdi>`,severityMark(r),(0,d.uG)(t,i)]),a=e.length-i.length;return(0,d.qy)`<div class="part"><h3>More incidents</h3>
${(0,d.I$)(`${(0,r.a)(e.length,`more incident`)}; findings.json has them in full`,[{head:`Incident`},{head:`Severity`},{head:`When`}],i)}
${a>0&&(0,d.qy)`<p class="muted">and ${(0,r.o)(a)} more</p>`}</div>`}function acceptedTable(e,{clock:t,show:n}){
let i=e.slice(0,300).map(e=>[(0,d.qy)`<bdi>${(0,d.pj)(incidents_sentences([e],n)(e.title),200)}</bdi>`,(0,d.uG)(t,(0,C.W$)(e.first)),(0,d.pj)(e.accepted?.reason??``,200),(0,d.pj)(e.accepted?.until??``,40)]);return(0,d.qy)`<div class="part">${(0,d.TM)(`${(0,r.a)(e.length,`accepted finding`)}`,(0,d.I$)(`Accepted findings`,[{head:`Finding`},{head:`When`},{head:`Accepted because`},{head:`Until`}],i))}</div>`}var R=n(97253);let z={complete:`Complete`,provisional:`Provisional`,
incomplete:`Incomplete`};function verdict(e,t){let{start:n,end:r,timezone:i}=e.period,a=(0,D.kO)(e.recordFiles??[]),o=i===`UTC`?i:`${i}, with UTC where you point at them`;
return(0,d.qy)`<header>
<p class="eyebrow">Microsoft 365 audit log</p>
<h1>${(0,d.pj)((0,u.dN)(e.period.text))}</h1>
<p class="muted">Tenant ${(0,d.pj)((0,D.KV)(e))}. ${(0,d.uG)(t,n)} to ${(0,d.uG)(t,r)}; times are those of ${(0,d.pj)(o)}.</p>
<div class="verdict ${e.status}"><strong>${z[e.status]}</strong>
${(0,D.L2)(e).map(e=>(0,d.qy)`<p>${(0,d.pj)(e,600)}</p>`)}
${e.gaps.length>0&&bounds(e,t)}
<p>${(0,D.nR)(e.detection)}</p></div>
${keyFigures(e)}
${a!==``&&(0,d.qy)`<p class="muted">${(0,d.pj)(a,400)}</p>`}
</header>
`}
function bounds({gaps:e},t){return(0,d.qy)`<ul>${e.slice(0,3).map(({start:e,end:n,reason:r})=>(0,d.qy)`<li>${(0,d.Hh)(t,e,n)}: ${(0,d.pj)(r?.message??`no reason recorded`,300)}</li>`)}${e.length>3&&(0,d.qy)`<li><a href="#coverage">and ${(0,r.o)(e.length-3)} more</a></li>`}</ul>`}function keyFigures(e){let{figures:t,gaps:n}=e,{people:i,services:a}=t,atLeast=e=>`${e.exact?``:`over `}${(0,r.o)(e.count)}`;
return(0,d.qy)`<dl class="facts">
${fact(`Records`,(0,r.o)(e.records))}
${fact(`People active`,atLeast(i.distinct),`and ${atLeast(a.distinct)} services`)}
${fact(`Signed in`,(0,r.o)(t.signIns),`${(0,r.o)(t.failures.password)} wrong passwords, unknown or locked users`)}
${e.detection?incidentFact((0,E.D)(e.detection).open):fact(`Incidents`,`\u2013`,`detection is off`)}
${fact(`Gaps`,(0,r.o)(n.length),`of ${(0,r.a)(e.windows.length,`window`)}`)}
</dl>`}function incidentFact(e){
return fact(`Incidents`,(0,r.o)(e.length),e.length===0?`none found`:(0,D.Np)(e))}function fact(e,t,n){return(0,d.qy)`<div><dt>${e}</dt><dd>${t}${n&&(0,d.qy)`<small>${n}</small>`}</dd></div>`}function pageTitle(e){return`${(0,d.pj)((0,u.dN)(e.period.text))}: ${e.status}, Microsoft 365 audit log`}function colophon(e){let{run:t}=e;if(!t)return(0,d.qy)`<footer><p>Made by m365-audit-export.</p></footer>`;let n=t.url!==void 0&&/^https?:\/\//.test(t.url);
return(0,d.qy)`<footer><p>Made by ${(0,d.pj)(t.tool)} at ${(0,C.B9)(t.finished)}${n&&(0,d.qy)` in <a href="${t.url}">this run</a>`}. The records themselves are in the folder this page came with.</p></footer>`}var B=n(26204),V=n(38314);function yearSection(e){let{history:t}=e;if(t===void 0)return(0,d.uW)(`year`,`Twelve months`,(0,d.qy)`<p>A part of the log is not compared with other months.</p>`);let{months:n}=t,r=slotsOf(n);
return(0,d.uW)(`year`,`Twelve months`,[(0,N.Om)(e).map(e=>(0,d.qy)`<p>${(0,d.pj)(e,800)}</p>`),(0,d.qy)`<div class="year">
${bars(`Records`,r,e=>e.records,`var(--s0)`)}
${bars(`Failed sign-ins`,r,e=>e.failedSignIns,`var(--s5)`)}
${bars(`External shares`,r,e=>e.externalShares,`var(--s2)`)}
${incidents(r)}
${states(`Verdict`,r,`C complete, P provisional, I incomplete`,verdictMark)}
${states(`Review`,r,`\u2713 reviewed, \u25CB not reviewed, ? unknown`,reviewMark)}
</div>`,r.some(({
month:e})=>e===void 0)&&(0,d.qy)`<p class="muted">Of hatched months no export is known.</p>`,(0,d.TM)(`The numbers: month by month`,numbersTable(n)),goneTable(e)])}function slotsOf(e){let t=e.at(-1)?.period??``;if(!e.every(({period:e})=>isMonth(e)))return e.map(e=>({label:e.period,month:e}));let n=new Map(e.map(e=>[e.period,e]));return Array.from({length:V.FW},(e,r)=>{let i=monthsAfter(t,r+1-V.FW);return{label:i,month:n.get(i)}})}function isMonth(e){return/^\d{4}-(0[1-9]|1[0-2])$/.test(e)}
function monthsAfter(e,t){let n=Number(e.slice(0,4))*12+Number(e.slice(5))-1+t;return`${String(Math.floor(n/12)).padStart(4,`0`)}-${String(n%12+1).padStart(2,`0`)}`}function chart(e,t,n,r,i=!1){let a=`${e}: ${t}. The numbers follow in a table.`;return(0,d.qy)`<div><h3>${e}</h3><p class="muted">${t}</p><div class="months" style="--months: ${n.length}" role="img" aria-label="${a}">${r}${n.map(({
label:e},t)=>(0,d.qy)`<span class="${t===n.length-1?`name now`:`name`}">${initial(e)}</span>`)}</div>${i}</div>`}function initial(e){return isMonth(e)?(0,u.dN)(e).slice(0,1):(0,d.pj)(e.slice(5),5)}function bars(e,t,n,i){let a=t.map(({month:e})=>e&&n(e)),o=Math.max(0,...a.map(e=>e??0)),s=t.map(({label:e},t)=>{let n=a[t];return column(e,n===void 0?void 0:(0,r.o)(n),[n!==void 0&&n>0&&(0,d.qy)`<span class="bar" style="--bar: ${i}; height: ${(100*n/o).toFixed(1)}%"></span>`])});
return chart(e,rangeWords(t,a),t,s)}function column(e,t,n){let r=(0,d.pj)((0,u.dN)(e),40);return(0,d.qy)`<span class="${t===void 0?`column none`:`column`}" title="${r}: ${t??`no export is known`}">${n}</span>`}function rangeWords(e,t){let n=t.slice(0,-1).filter(e=>e!==void 0),i=`${(0,r.o)(t.at(-1)??0)} in ${(0,u.dN)(e.at(-1)?.label??``)}`;if(n.length===0)return i;let[a,o]=[Math.min(...n),Math.max(...n)];return`${i}; before, ${a===o?(0,r.o)(a):`${(0,r.o)(a)} to ${(0,r.o)(o)}`}`}
function incidents(e){let t=e.map(({month:e})=>e&&B.g.reduce((t,n)=>t+e.incidents[n],0)),n=Math.max(1,...t.map(e=>e??0)),r=e.map(({label:e,month:t})=>column(e,t&&(0,N.Kc)(t),B.g.map(e=>t!==void 0&&t.incidents[e]>0&&(0,d.qy)`<span class="bar s-${e}" style="height: ${(100*t.incidents[e]/n).toFixed(1)}%"></span>`)));return chart(`Incidents by severity`,rangeWords(e,t),e,r,severityKey())}function severityKey(){
return(0,d.qy)`<ul class="key">${B.g.map(e=>(0,d.qy)`<li><span class="swatch s-${e}"></span><span>${e}</span></li>`)}</ul>`}function states(e,t,n,r){return chart(e,n,t,t.map(({label:e,month:t})=>{let{sign:n,verdict:i,words:a}=t?r(t):{sign:`\u2013`,verdict:``,words:`no export is known`};return(0,d.qy)`<span class="state ${i}" title="${(0,d.pj)((0,u.dN)(e),40)}: ${a}">${n}</span>`}))}function verdictMark({status:e}){return{sign:e.slice(0,1).toUpperCase(),verdict:e,words:e}}function reviewMark(e){
let t=(0,N.in)(e)||`none asked for, or not yet known`;return e.review===void 0?{sign:`\u2013`,verdict:``,words:t}:e.review.status===`reviewed`?{sign:`\u2713`,verdict:`complete`,words:t}:e.review.status===`open`?{sign:`\u25CB`,verdict:`incomplete`,words:t}:{sign:`?`,verdict:`provisional`,words:t}}function numbersTable(e){return(0,d.I$)(`The months in numbers, the newest first`,[{head:`Month`},...[`Records`,`Failed sign-ins`,`External shares`].map(e=>({head:e,
number:!0})),...[`Incidents`,`Verdict`,`Review`].map(e=>({head:e}))],[...e].reverse().map(e=>[(0,d.pj)((0,u.dN)(e.period),40),(0,r.o)(e.records),(0,r.o)(e.failedSignIns),(0,r.o)(e.externalShares),(0,N.Kc)(e),e.status,(0,N.in)(e)]))}function goneTable({history:e,rulesUrl:t}){let{since:n=``,gone:i=[]}=(e&&(0,V.J_)(e))??{};if(i.length===0)return!1;let a=i.slice(0,50).map(({rule:e,severity:n,number:i})=>{let a=(0,I.lN)(t,e),o=(0,d.pj)(e,60);
return[a===void 0?o:(0,d.qy)`<a href="${a}">${o}</a>`,n,(0,r.o)(i)]});return(0,d.TM)(`Gone since ${(0,u.dN)(n)}: ${(0,r.a)(i.length,`rule`)}`,(0,d.I$)(`Findings of the month before that this one does not have`,[{head:`Rule`},{head:`Severity`},{head:`Findings`,number:!0}],a))}function reportPage(e,t){let n=new u.ru(e.period.timezone);return(0,d.rN)({title:pageTitle(e),style:R.i,
body:(0,d.qy)`${verdict(e,n)}
${contents()}
<main>
${incidentsSection(e,n,t)}
${pictures(e,n,t)}
${yearSection(e)}
${difference_difference(e)}
${coverage(e,n)}
${verifying()}
</main>
${colophon(e)}`})}function contents(){return(0,d.qy)`<nav aria-label="On this page"><ul>${[[`incidents`,`Incidents`],[`month`,`The month`],[`year`,`Twelve months`],[`coverage`,`Coverage`],[`verify`,`Check it yourself`]].map(([e,t])=>(0,d.qy)`<li><a href="#${e}">${t}</a></li>`)}</ul></nav>`}}),97253:((e,t,n)=>{
n.d(t,{i:()=>r});
let r=`
:root {
  color-scheme: light dark;
  --bg: #ffffff; --raised: #f6f7f9; --text: #1b2026; --muted: #59636e; --grid: #e1e5ea; --line: #d3d9e0; --link: #0b57a4;
  --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #59636e;
  --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
  --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
  --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
  --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #14181d; --raised: #1c2128; --text: #e4e8ec; --muted: #a2acb7; --grid: #2a313a; --line: #39424d; --link: #8cbcf2;
    --high: #ff8f85; --medium: #f0b45a; --low: #8cbcf2; --info: #a2acb7;
    --complete: #6fd3a0; --provisional: #f0b45a; --incomplete: #ff8f85;
    --read: #4377ad; --confirmed: #7fb2ea; --gap: #ff8f85;
    --s0: #6ea8ea; --s1: #e79a5c; --s2: #56bfa8; --s3: #c08fe0; --s4: #d8bb55; --s5: #ea86a8; --s6: #9fb0c4; --s7: #a9c65c; --s8: #78828d;
    --h0: #1d232b; --h1: #20384f; --h2: #29587f; --h3: #3d7fb9; --h4: #72ade6; --h5: #c7e2fb;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--bg); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; font-weight: 650; margin: 0; }
h1 { font-size: 2rem; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; }
h3 { font-size: 1.05rem; }
p, ul, ol { margin: 0.6rem 0; max-width: 44rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
section { margin-top: 3.25rem; }
.part { margin-top: 2rem; }
.muted { color: var(--muted); }
.eyebrow { color: var(--muted); margin: 0 0 0.25rem; }
.verdict { border-left: 4px solid var(--verdict); padding-left: 1.1rem; margin: 1.5rem 0; }
.verdict strong { display: block; color: var(--verdict); font-size: 1.2rem; font-weight: 650; }
.verdict p { margin: 0.35rem 0; }
.complete { --verdict: var(--complete); } .provisional { --verdict: var(--provisional); } .incomplete { --verdict: var(--incomplete); }
.facts { display: grid; grid-template-columns: repeat(5, 1fr); gap: 1rem 1.25rem; margin: 1.75rem 0 0; padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--muted); font-size: 0.875rem; }
.facts dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts dd small { display: block; font-size: 0.875rem; font-weight: 400; color: var(--muted); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 1rem 0 0; max-width: none; }
.incident { margin-top: 1.75rem; padding: 1.1rem 1.25rem 1.2rem; background: var(--raised); border-left: 4px solid var(--severity); border-radius: 0 6px 6px 0; }
.incident > :last-child { margin-bottom: 0; }
.high { --severity: var(--high); } .medium { --severity: var(--medium); } .low { --severity: var(--low); } .info { --severity: var(--info); }
.severity { color: var(--severity); font-weight: 650; white-space: nowrap; }
.index { list-style: none; padding: 0; margin: 1rem 0 0; max-width: none; }
.index li { padding: 0.2rem 0; }
.meta { color: var(--muted); font-size: 0.9rem; margin: 0.3rem 0 0; }
.incident h4 { font-size: 0.9rem; font-weight: 650; margin: 1rem 0 0; }
.incident .pair { gap: 0 2rem; }
.incident h4 + * { margin-top: 0.2rem; }
.timeline { list-style: none; padding: 0; margin: 0.4rem 0; max-width: none; }
.timeline li { position: relative; padding: 0 0 0.55rem 1.35rem; }
.timeline li::before { content: ""; position: absolute; left: 0.2rem; top: 0.5rem; width: 0.55rem; height: 0.55rem; border-radius: 50%; background: var(--severity); }
.timeline li::after { content: ""; position: absolute; left: 0.44rem; top: 1.05rem; bottom: -0.5rem; width: 1px; background: var(--line); }
.timeline li:last-child { padding-bottom: 0; }
.timeline li:last-child::after { display: none; }
time { white-space: nowrap; }
.timeline time { font-variant-numeric: tabular-nums; margin-right: 0.5rem; }
.timeline .who { display: block; color: var(--muted); font-size: 0.8rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.85em; }
pre { background: var(--raised); padding: 0.8rem 1rem; border-radius: 6px; overflow-x: auto; overflow-wrap: normal; }
.plot { margin: 0.9rem 0 0.4rem; }
.plot svg { display: block; width: 100%; height: auto; font-family: inherit; }
.narrow { display: none; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; padding: 0; margin: 0.5rem 0; max-width: none; font-size: 0.9rem; }
.key li { display: flex; align-items: baseline; gap: 0.4rem; }
.swatch { flex: none; width: 0.75rem; height: 0.75rem; border-radius: 2px; background: var(--swatch); forced-color-adjust: none; align-self: center; }
.scale { display: flex; align-items: center; gap: 2px; font-size: 0.85rem; color: var(--muted); margin: 0.4rem 0; }
.scale .swatch { width: 1.4rem; }
.scale span:first-child { margin-right: 0.4rem; } .scale span:last-child { margin-left: 0.4rem; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); font-size: 0.9rem; width: fit-content; padding: 0.15rem 0; }
.scroll { overflow-x: auto; margin: 0.6rem 0; container-type: inline-size; }
.small { max-width: 44rem; }
.pair .small { max-width: none; }
/* Six small charts of the same twelve months. */
.year { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.4rem 2.5rem; margin: 1.2rem 0; }
.year h3 { margin: 0 0 0.1rem; }
.year p { margin: 0 0 0.4rem; font-size: 0.875rem; }
.months { display: grid; grid-template-columns: repeat(var(--months), minmax(0, 1fr)); gap: 3px; }
.months .column { display: flex; flex-direction: column; justify-content: flex-end; height: 4.5rem; border-bottom: 1px solid var(--line); }
.months .column.none { background: repeating-linear-gradient(45deg, var(--grid) 0 2px, transparent 2px 6px); }
.months .bar { display: block; min-height: 2px; background: var(--bar); forced-color-adjust: none; }
.year .s-high { --bar: var(--high); } .year .s-medium { --bar: var(--medium); } .year .s-low { --bar: var(--low); } .year .s-info { --bar: var(--s8); }
.year .swatch { --swatch: var(--bar); }
.months .state { text-align: center; font-weight: 650; line-height: 1.8rem; border-bottom: 1px solid var(--line); color: var(--verdict, var(--muted)); }
.months .name { text-align: center; font-size: 0.75rem; color: var(--muted); }
.months .now { color: var(--text); font-weight: 650; }
.recurrence { white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; overflow-wrap: normal; }
caption { text-align: left; color: var(--muted); padding: 0 0 0.3rem; max-width: 100cqi; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--grid); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 500; border-bottom-color: var(--line); vertical-align: bottom; }
thead .number { white-space: normal; }
tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; }
td.text { overflow-wrap: anywhere; min-width: 7rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.share { display: block; height: 0.4rem; min-width: 1px; border-radius: 2px; background: var(--s0); forced-color-adjust: none; }
td.bar { width: 35%; vertical-align: middle; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; }
.pair > * { min-width: 0; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  section { margin-top: 2.5rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  .incident { padding: 0.9rem 0.9rem 1rem; }
  .wide { display: none; } .narrow { display: block; }
  .pair, .year { grid-template-columns: minmax(0, 1fr); }
  .recurrence { white-space: normal; }
  th, td { padding-right: 0.6rem; }
  tbody th { min-width: 6.5rem; }
}
@media print {
  :root {
    color-scheme: light;
    --bg: #ffffff; --raised: #ffffff; --text: #000000; --muted: #444c55; --grid: #dddddd; --line: #bbbbbb; --link: #000000;
    --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #444c55;
    --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
    --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
    --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
    --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  nav, details:not([open]) { display: none; }
  section { margin-top: 1.8rem; }
  h2, h3, h4, h3 + p, caption { break-after: avoid; }
  .plot, .verdict, .facts, tr, .timeline li { break-inside: avoid; }
  .scroll { overflow: visible; container-type: normal; }
}
`})};