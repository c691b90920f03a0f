"""Interim."""
from policywatch.types import *
from pipeline.gate import gate
class Classifier:
    def __init__(self, embedder, uses): self.uses=uses; self.e=embedder
    def classify(self, docs):
        out=[]
        for d in docs:
            g=gate(d)
            if not g.passed:
                out.append(Classification(0.0,Band.DROP,(), "no AI word","interim")); continue
            rel=[]
            for u in self.uses:
                best=None; n=0
                for ws in u.keywords.values():
                    for w in ws:
                        for f in('title','summary','text'):
                            t=getattr(d,f); i=t.lower().find(w.lower())
                            if i>=0:
                                n+=1; s=t.rfind('\n',0,i)+1; e=t.find('\n',i); e=len(t) if e<0 else e
                                best=best or Quote(f,s,e,t[s:e])
                rel.append(Relevance(u.id,min(.99,.4*n),best,()))
            out.append(Classification(None if self.e is None else .9,Band.ALERT,tuple(rel),"","interim",None))
        return out
