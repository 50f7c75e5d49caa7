export const id=6523;export const ids=[6523];export const modules={66523:((e,t,n)=>{n.d(t,{TM:()=>folded,qy:()=>markup_html,rN:()=>htmlDocument,I$:()=>htmlTable,zV:()=>humanName,pj:()=>plain,uW:()=>section,uG:()=>timeElement,Hh:()=>timeRange,IZ:()=>trusted});var r=n(11059);let html_html=(e,...t)=>{let n=[``];for(let i=0,a=e.length-1;i<a;i++){n[0]+=e[i];let a=Array.isArray(t[i])?t[i].flat(1/0):[t[i]];for(let e=0,t=a.length;e<t;e++){let t=a[e];if(typeof t==`string`)(0,r.hY)(t,n);else 
if(typeof t==`number`)n[0]+=t;else if(typeof t==`boolean`||t==null)continue;else if(typeof t==`object`&&t.isEscaped){if(t.callbacks)n.unshift(``,t);else{let e=t.toString();e instanceof Promise?n.unshift(``,e):n[0]+=e}}else t instanceof Promise?n.unshift(``,t):(0,r.hY)(t.toString(),n)}}return n[0]+=e.at(-1),n.length===1?`callbacks`in n?(0,r.lS)((0,r.P_)((0,r.lS)(n[0],n.callbacks))):(0,r.lS)(n[0]):(0,r.s_)(n,n.callbacks)};var i=n(49414);function markup_html(e,...t){return html_html(e,...t)}
function trusted(e){return(0,r.lS)(e)}function plain(e,t=160){let n=e.slice(0,t+1).replace(/[\t\n\r\u2028\u2029]+/g,` `).replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu,`\uFFFD`).replace(/(\p{M}{3})\p{M}+/gu,`$1`);return e.length>t?`${n.slice(0,t-1).replace(/[\uD800-\uDBFF]$/,``)}\u2026`:n}function humanName(e,t=160){let[n=``,...r]=plain(e,t).split(/(?=@)|(?<=[a-z])(?=[A-Z])/);return markup_html`<bdi>${n}${r.map(e=>markup_html`<wbr>${e}`)}</bdi>`}function timeElement(e,t,n=e.moment(t)){
return Number.isFinite(t)?markup_html`<time datetime="${(0,i.B9)(t)}" title="${(0,i.B9)(t)}">${n}</time>`:markup_html`at an unknown time`}function timeRange(e,t,n){let r=[t,n].some(e=>e%6e4!=0)&&n-t<6e5,i=e.ends(t,n,r);return i.length===1?timeElement(e,t,i[0]):markup_html`${timeElement(e,t,i[0])}${` \u2013 `}${timeElement(e,n,i[1])}`}function htmlTable(e,t,n){let css=e=>e?.number?`number`:`text`;
return markup_html`<div class="scroll${t.length<=4&&t.slice(1).every(e=>e.number)&&` small`}" role="region" tabindex="0" aria-label="${e}"><table>
<caption>${e}</caption>
<thead><tr>${t.map(e=>markup_html`<th scope="col" class="${css(e)}">${e.head}</th>`)}</tr></thead>
<tbody>${n.map(([e,...n])=>markup_html`<tr><th scope="row">${e}</th>${n.map((e,n)=>markup_html`<td class="${css(t[n+1])}">${e}</td>`)}</tr>`)}</tbody>
</table></div>`}function folded(e,t){
return markup_html`<details><summary>${e}</summary>${t}</details>`}function section(e,t,n){return markup_html`<section id="${e}" aria-labelledby="${e}-title"><h2 id="${e}-title">${t}</h2>
${n}</section>
`}function htmlDocument({title:e,style:t,body:n}){
return String(markup_html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${`default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${e}</title>
<style>${trusted(t)}</style>
</head>
<body>
${n}
</body>
</html>
`)}}),11059:((e,t,n)=>{n.d(t,{
Ap:()=>resolveCallback,BA:()=>r,P_:()=>resolveCallbackSync,hY:()=>escapeToBuffer,lS:()=>raw,s_:()=>stringBufferToString});let r={Stringify:1,BeforeStream:2,Stream:3},raw=(e,t)=>{let n=new String(e);return n.isEscaped=!0,n.callbacks=t,n},i=/[&<>'"]/,stringBufferToString=async(e,t)=>{let n=``;t||=[];let r=await Promise.all(e);for(let e=r.length-1;n+=r[e],e--,!(e<0);e--){let i=r[e];if(i==null||typeof i==`boolean`)continue;if(typeof i==`number`){n+=i;continue}
typeof i==`object`&&t.push(...i.callbacks||[]);let a=i.isEscaped;if(i=await(typeof i==`object`?i.toString():i),typeof i==`object`&&t.push(...i.callbacks||[]),i.isEscaped??a)n+=i;else{let e=[n];escapeToBuffer(i,e),n=e[0]}}return raw(n,t)},escapeToBuffer=(e,t)=>{let n=e.search(i);if(n===-1){t[0]+=e;return}let r,a,o=0;for(a=n;a<e.length;a++){switch(e.charCodeAt(a)){case 34:r=`&quot;`;break;case 39:r=`&#39;`;break;case 38:r=`&amp;`;break;case 60:r=`&lt;`;break;case 62:r=`&gt;`;break;
default:continue}t[0]+=e.substring(o,a)+r,o=a+1}t[0]+=e.substring(o,a)},resolveCallbackSync=e=>{let t=e.callbacks;if(!t?.length)return e;let n=[e],i={};return t.forEach(e=>e({phase:r.Stringify,buffer:n,context:i})),n[0]},resolveCallback=async(e,t,n,r,i)=>{typeof e==`object`&&!(e instanceof String)&&(e instanceof Promise||(e=e.toString()),e instanceof Promise&&(e=await e));let a=e.callbacks;if(!a?.length)return Promise.resolve(e);i?i[0]+=e:i=[e];let o=Promise.all(a.map(e=>e({phase:t,buffer:i,
context:r}))).then(e=>Promise.all(e.filter(Boolean).map(e=>resolveCallback(e,t,!1,r,i))).then(()=>i[0]));return n?raw(await o,a):o}})};