import { createStore } from '#src/store/store.ts';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
for (const size of [100,600,1200,1900,2500,4500]) {
  let found=0, runs=40, partial=0;
  for(let r=0;r<runs;r++){
    const d=mkdtempSync('/tmp/pp-')+'/v';
    const s=createStore(d,{holder:'me'});
    const secrets: Buffer[]=[];
    // churn: many investigations, record + share envelopes interleaved
    for(let i=0;i<12;i++) s.write(db=>{ for(let p=0;p<5;p++){ for (const kind of ['record','content-share','release']) { const b=randomBytes(size+Math.floor(Math.random()*60)); if(kind==='content-share'){secrets.push(b);} s.tables.envelopes.put(db,{kind,investigationId:'inv'+((i*7)%12),personId:'p'+((p*3)%5),box:b}); } } });
    // remove each investigation's shares at different moments, with inserts between
    for(let i=0;i<12;i++){ s.write(db=>{s.tables.envelopes.remove(db,{kind:'content-share',investigationId:'inv'+i});}); s.write(db=>{s.tables.kv.put(db,'k'+i,randomBytes(700));}); }
    s.checkpointTruncate();
    const all=Buffer.concat([...readdirSync(d).filter(f=>f.startsWith('vault')).map(f=>readFileSync(d+'/'+f))]);
    for(const b of secrets){ let hit=false; for(let o=0;o+16<=b.length;o+=16) if(all.includes(b.subarray(o,o+16))) {hit=true; partial++;} if(hit) found++; }
    s.close();
  }
  console.log(size,'secrets with residue',found,'of',runs*60,'chunks',partial);
}
