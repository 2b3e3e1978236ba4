"""Random calls of keras.ops functions, as a line of JSON each, for KerasFunctionsTest.

Run with Keras 3.16 on two backends, then put together what both agree on:

    KERAS_BACKEND=numpy python functions316.py numpy.jsonl
    KERAS_BACKEND=torch python functions316.py torch.jsonl
    python functions316.py numpy.jsonl torch.jsonl > functions316.jsonl

A tensor is {"dtype", "shape", "values"}.
"""
import json
import random
import sys

import numpy as np

DT=["int8","uint8","int16","int32","bool","float16","bfloat16","float32"]
FL=["float16","bfloat16","float32"]
IN=["int8","uint8","int16","int32"]
class A:  # an array of a type
    def __init__(s,v,dtype): s.v=np.asarray(v); s.dtype=dtype
R=None
def seed(n):
    global R; R=np.random.RandomState(n); random.seed(n)
def shape(lo=0,hi=4,zero=0.08):
    r=R.randint(lo,hi)
    return tuple(0 if R.rand()<zero else int(R.randint(1,5)) for _ in range(r))
def vals(shape,dtype,low=None,high=None,nan=0.0):
    n=shape
    if dtype=="bool": return R.rand(*n)<0.5 if n else np.array(R.rand()<0.5)
    if dtype in ("uint8",): v=R.randint(0 if low is None else max(0,low), (12 if high is None else int(high))+1, n)
    elif dtype.startswith("int"): v=R.randint(-6 if low is None else int(low), (9 if high is None else int(high))+1, n)
    else:
        v=R.uniform(-3 if low is None else low, 3 if high is None else high, n)
        v=np.round(v*64)/64  # exact in halves
        if nan and n: v=np.where(R.rand(*n)<nan, np.nan, v)
        if nan and n and R.rand()<0.3: v=np.where(R.rand(*n)<0.1, np.inf, v)
    return np.array(v)
def arr(s=None,dts=DT,low=None,high=None,nan=0.0,dtype=None):
    d=dtype or random.choice(dts)
    return A(vals(s if s is not None else shape(),d,low,high,nan),d)
def ch(*a): return random.choice(a)
def axis(nd): return int(R.randint(-nd,nd))
def bshapes():
    s=shape(0,4)
    t=tuple(1 if R.rand()<0.25 else d for d in s[R.randint(0,len(s)+1) if s else 0:])
    return (s,t) if R.rand()<0.5 else (t,s)
def unary(dts=DT,low=None,high=None,nan=0.05):
    return lambda: ([arr(dts=dts,low=low,high=high,nan=nan)],{})
def binary(dts=DT,low=None,high=None,scal=True,nan=0.03):
    def f():
        s,t=bshapes(); a=arr(s,dts,low,high,nan); b=arr(t,dts,low,high,nan)
        if scal and R.rand()<0.2: b=ch(2,3,1.5,0.5)
        return [a,b],{}
    return f
def red(dts=DT,extra=None,nan=0.0,zero=0.08,multi=True,low=None,high=None):
    def f():
        s=shape(0,4,zero); x=arr(s,dts,nan=nan,low=low,high=high); k={}
        r=R.rand()
        if s and r<0.5: k["axis"]=axis(len(s))
        elif len(s)>1 and r<0.75 and multi:
            ax=random.sample(range(len(s)),2); k["axis"]=[int(a) if R.rand()<.5 else int(a)-len(s) for a in ax]
        if R.rand()<0.4: k["keepdims"]=bool(R.rand()<0.8)
        if extra: extra(k,x)
        return [x],k
    return f
def cum(nan=0.0,dts=DT):
    def f():
        s=shape(1,4); x=arr(s,dts,nan=nan,low=-3,high=3); k={}
        if R.rand()<0.8: k["axis"]=axis(len(s))
        return [x],k
    return f
def onaxis(dts=DT,key="axis",lo=1,nan=0.0,hi=4):
    def f():
        s=shape(lo,hi); x=arr(s,dts,nan=nan); k={}
        if R.rand()<0.8: k[key]=axis(len(s))
        return [x],k
    return f
REC={}
for n in "negative abs absolute sign square floor ceil trunc isnan isinf isfinite nan_to_num copy logical_not sigmoid silu swish softplus softsign relu relu6 selu hard_sigmoid hard_silu hard_swish hard_tanh log_sigmoid tanh_shrink sparse_plus sparse_sigmoid sin cos tan arctan sinh cosh tanh arcsinh exp exp2 expm1 cbrt erf erfc sinc i0 deg2rad rad2deg fabs angle isneginf isposinf isreal signbit conj conjugate real imag reciprocal zeros_like ones_like empty_like ndim size shape is_tensor relu".split(): REC[n]=unary()
for n in "log log2 log10 sqrt rsqrt".split(): REC[n]=unary(low=1,high=5)
REC["log1p"]=unary(low=0,high=5)
for n in "arcsin arccos arctanh erfinv".split(): REC[n]=unary(low=-1,high=1)
REC["arccosh"]=unary(low=1,high=5)
for n in "elu celu leaky_relu squareplus soft_shrink hard_shrink gelu".split(): REC[n]=unary()
REC["threshold"]=lambda:([arr(),0.5,0.25],{})
REC["gelu"]=lambda:([arr()],{"approximate":ch(True,False)})
REC["round"]=lambda:([arr()],{"decimals":ch(0,1,2)} if R.rand()<.5 else {})
for n in "add subtract multiply maximum minimum hypot logaddexp logaddexp2 arctan2 equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor fmax fmin heaviside nextafter isclose divide true_divide divide_no_nan".split(): REC[n]=binary()
REC["divide"]=REC["true_divide"]=binary(low=1,high=5)
for n in "mod floor_divide fmod".split(): REC[n]=binary(low=1,high=5)
def negdiv():
    a,k=binary(low=1,high=5)(); 
    if isinstance(a[0],A) and a[0].dtype not in("bool","uint8"): a[0].v=np.array(-a[0].v*ch(1,3))
    return a,k
REC["mod#neg"]=negdiv; REC["floor_divide#neg"]=negdiv; REC["fmod#neg"]=negdiv
REC["power"]=binary(low=0,high=3)
def ints2(low=-6,high=9): 
    return binary(IN+["bool"],low,high,scal=False)
for n in "bitwise_and bitwise_or bitwise_xor".split(): REC[n]=ints2()
for n in "left_shift right_shift bitwise_left_shift bitwise_right_shift".split(): REC[n]=ints2(0,5)
REC["gcd"]=binary(IN,scal=False); REC["lcm"]=binary(IN,scal=False)
REC["bitwise_not"]=REC["bitwise_invert"]=unary(IN+["bool"])
def ldexp():
    s,t=bshapes(); return [arr(s,DT),arr(t,IN+["bool"])],{}
REC["ldexp"]=ldexp
for n in "sum mean max min prod any all count_nonzero logsumexp var std median amax amin ptp".split(): REC[n]=red(low=-2,high=3)
REC["count_nonzero"]=lambda:(lambda s:([arr(s)],{"axis":axis(len(s))} if s and R.rand()<.6 else {}))(shape())
REC["average"]=red(multi=False)
def avgw():
    a,k=red(multi=False,zero=0)(); k.pop("keepdims",None)
    if "axis" in k and R.rand()<.5: k["weights"]=arr((a[0].v.shape[k["axis"]],),low=1,high=4)
    else: k["weights"]=arr(a[0].v.shape,low=1,high=4)
    return a,k
REC["average#w"]=avgw
for n in "argmax argmin nanargmax nanargmin".split(): REC[n]=red(multi=False,zero=0)
for n in "nanargmax nanargmin".split(): REC[n+"#n"]=red(multi=False,zero=0,nan=.3,dts=FL)
for n in "nansum nanmean nanmax nanmin nanprod nanstd nanvar nanmedian".split():
    REC[n]=red(zero=0.03); REC[n+"#n"]=red(nan=.3,dts=FL,zero=0)
for n in "nancumsum nancumprod".split(): REC[n]=cum(nan=.3)
for n in "cumsum cumprod".split(): REC[n]=cum()
def q(k,x):
    k["q"]=ch(0.0,0.25,0.3,0.5,0.8,1.0)
    if R.rand()<.5: k["method"]=ch("linear","lower","higher","midpoint","nearest")
def qp(k,x):
    q(k,x); k["q"]*=100
def qs(k,x):
    q(k,x); k["q"]=A(np.array([0.25,0.5,1.0]),"float32")
REC["quantile"]=red(extra=q,zero=0); REC["quantile#s"]=red(extra=qs,zero=0)
REC["percentile"]=red(extra=qp,zero=0,multi=False)
REC["nanquantile"]=red(extra=q,zero=0,nan=.3); REC["nanpercentile"]=red(extra=qp,zero=0,nan=.3)
REC["nanquantile#s"]=red(extra=qs,zero=0,nan=.3,dts=FL)
def norm(k,x):
    if R.rand()<.6: k["ord"]=ch(1,2,3,0,-1)
REC["norm"]=red(extra=norm,zero=0)
REC["moments"]=lambda:(lambda s:([arr(s)],{"axes":[axis(len(s))],"keepdims":ch(True,False)}))(shape(1,4,0))
for n in "sort argsort softmax log_softmax sparsemax flip".split(): REC[n]=onaxis(lo=1)
REC["glu"]=lambda:(lambda s:([arr(s)],{"axis":-1}))(shape(0,3)+(4,))
REC["diff"]=lambda:(lambda s:([arr(s)],{"n":ch(1,2),"axis":axis(len(s))} if R.rand()<.6 else {}))(shape(1,4))
REC["trapezoid"]=lambda:(lambda s:([arr(s)],{"dx":ch(0.5,2),"axis":axis(len(s))} if R.rand()<.6 else {}))(shape(1,4,0))
REC["top_k"]=lambda:(lambda s:([arr(s,FL),ch(1,2,3)],{}))(shape(0,2)+(5,))
REC["ravel"]=unary(); REC["squeeze"]=lambda:(lambda s:([arr(s)],{}))((1,)+shape()+(1,))
REC["expand_dims"]=lambda:(lambda s:([arr(s),axis(len(s)+1)],{}))(shape())
REC["transpose"]=unary()
REC["moveaxis"]=lambda:(lambda s:([arr(s),axis(len(s)),axis(len(s))],{}))(shape(2,4))
REC["swapaxes"]=lambda:(lambda s:([arr(s),axis(len(s)),axis(len(s))],{}))(shape(2,4))
REC["reshape"]=lambda:(lambda s:([arr(s),[-1]],{}))(shape(zero=0))
REC["rot90"]=lambda:(lambda s:([arr(s)],{"k":ch(1,2,3,-1)}))(shape(2,4))
REC["roll"]=lambda:(lambda s:([arr(s),ch(1,2,-1)],{"axis":axis(len(s))} if R.rand()<.7 else {}))(shape(1,4,0))
REC["pad"]=lambda:(lambda s:([arr(s),[[1,2]]*len(s)],{"mode":ch("constant","reflect","symmetric","edge") if 0 else "constant"}))(shape(1,4,0))
for n in "tril triu".split(): REC[n]=lambda:(lambda s:([arr(s)],{"k":ch(-1,0,1)}))(shape(2,4))
REC["diag"]=lambda:([arr(shape(1,3))],{"k":ch(-1,0,1)})
REC["diagflat"]=lambda:([arr(shape(1,3))],{"k":ch(-1,0,1)})
REC["diagonal"]=lambda:([arr(shape(2,4,0))],{"offset":ch(-1,0,1)})
REC["trace"]=lambda:([arr(shape(2,4))],{"offset":ch(-1,0,1)})
REC["fliplr"]=lambda:([arr(shape(2,4))],{}); REC["flipud"]=lambda:([arr(shape(1,4))],{})
REC["repeat"]=lambda:(lambda s:([arr(s),ch(1,2,3)],{"axis":axis(len(s))} if R.rand()<.7 else {}))(shape(1,4))
REC["tile"]=lambda:([arr(shape(0,3)),ch([2],[2,3],[1,2,2])],{})
def same(n,lo=1,hi=4,k=lambda s:{}):
    def f():
        s=shape(lo,hi); m=ch(2,3); d=random.choice(DT)
        return [[arr(s,dtype=(d if R.rand()<.6 else random.choice(DT))) for _ in range(m)]],k(s)
    return f
REC["concatenate"]=same(0,k=lambda s:{"axis":axis(len(s))}); REC["stack"]=same(0,0,k=lambda s:{"axis":axis(len(s)+1)})
for n in "hstack vstack dstack column_stack".split(): REC[n]=same(0,1,3 if n=="column_stack" else 4)
REC["append"]=lambda:(lambda s:([arr(s),arr(s)],{"axis":axis(len(s))} if R.rand()<.6 else {}))(shape(1,4))
REC["split"]=lambda:([arr((4,6))],{"indices_or_sections":ch(2,[1,3],[2]),"axis":ch(0,1,-1)})
REC["array_split"]=lambda:([arr((5,7))],{"indices_or_sections":ch(2,3,[1,3],[2]),"axis":ch(0,1,-1)})
REC["hsplit"]=lambda:([arr(ch((4,),(2,4),(2,4,3)))],{"indices_or_sections":ch(2,[1,3])})
REC["vsplit"]=lambda:([arr(ch((4,2),(4,2,3)))],{"indices_or_sections":ch(2,[1,3])})
REC["dsplit"]=lambda:([arr((2,3,4))],{"indices_or_sections":ch(2,[1,3])})
REC["unstack"]=lambda:(lambda s:([arr(s)],{"axis":axis(len(s))}))(shape(1,4,0))
REC["take"]=lambda:(lambda s:([arr(s),arr(shape(0,3,0),dtype="int32",low=-1,high=0)],{"axis":axis(len(s))} if R.rand()<.7 else {}))(shape(1,4,0))
REC["take_along_axis"]=lambda:(lambda s:([arr(s),arr(s,dtype="int32",low=-1,high=0)],{"axis":axis(len(s))}))(shape(1,4,0))
def where():
    s,t=bshapes(); u=ch(s,t,())
    return [arr(s,["bool"]),arr(t),arr(u)],{}
REC["where"]=where
REC["clip"]=lambda:([arr(nan=.05),ch(-1,0,1),ch(2,3)],{}) 
REC["clip#f"]=lambda:([arr(nan=.05),ch(-1.5,0.5),ch(2.5,3.0)],{})
def mm(f):
    def g():
        n=ch(1,2,3,4) if R.rand()>.06 else 0; s=shape(0,2,.1); i,j=ch(1,2,3),ch(1,2,3)
        a,b=(s+(i,n),s+(n,j)) if R.rand()<.6 else ch(((n,),(n,)),((i,n),(n,)),((n,),(n,j)))
        return [arr(a,low=-3,high=3),arr(b,low=-3,high=3)],{}
    return g
REC["matmul"]=REC["dot"]=mm(0)
REC["inner"]=lambda:(lambda n:([arr(ch((n,),(2,n)),low=-3,high=3),arr(ch((n,),(3,n)),low=-3,high=3)],{}))(ch(1,2,3))
REC["outer"]=lambda:([arr(low=-3,high=3),arr(low=-3,high=3)],{})
REC["vdot"]=lambda:(lambda s:([arr(s,low=-3,high=3),arr(s,low=-3,high=3)],{}))(shape(0,3))
REC["kron"]=lambda:([arr(shape(1,3,0),low=-3,high=3),arr(shape(1,3,0),low=-3,high=3)],{})
REC["tensordot"]=lambda:([arr((2,3,4),low=-3,high=3),arr((3,4,2),low=-3,high=3)],{"axes":ch([[1,2],[0,1]],[[1],[0]],[[2],[1]])})
REC["tensordot#i"]=lambda:([arr((2,3,4),low=-3,high=3),arr((3,4,2),low=-3,high=3)],{"axes":ch(0,2)})
REC["einsum"]=lambda:(["ij,jk->ik",arr((2,3),low=-3,high=3),arr((3,4),low=-3,high=3)],{})
REC["einsum#2"]=lambda:([ch("ij->ji","ij->","ij->i","ij->j"),arr((2,3),low=-3,high=3)],{})
REC["cross"]=lambda:(lambda s:([arr(s+(3,)),arr(s+(3,))],{}))(shape(0,3))
for n in "bincount".split(): REC[n]=lambda:(lambda s:([arr(s,IN,low=0,high=6)],ch({}, {"minlength":ch(0,4,9)}, {"weights":arr(s)})))((ch(0,3,6),))
REC["digitize"]=lambda:([arr(nan=0),A(np.array([-1.,0.,1.5,2.]),"float32")],{})
REC["searchsorted"]=lambda:((lambda d:([A(np.sort(vals((5,),d)),d),arr(shape(1,2),dtype=d)],{"side":ch("left","right")}))(random.choice(IN+FL)))
REC["unique"]=lambda:([arr(shape(1,3))],ch({}, {"return_inverse":True,"return_counts":True},{"return_inverse":True},{"return_counts":True}))
REC["nonzero"]=unary()
REC["isin"]=lambda:([arr(),arr(shape(1,2))],ch({}, {"invert":True}))
REC["histogram"]=lambda:([arr(shape(1,3,0))],ch({}, {"bins":5},{"bins":4,"range":[-2,3]}))
REC["correlate"]=lambda:([arr((ch(4,5,6),)),arr((ch(2,3,4),))],{"mode":ch("valid","same","full")})
REC["corrcoef"]=lambda:([arr(ch((5,),(3,6)))],{})
REC["vander"]=lambda:([arr((ch(1,3,4),),low=-3,high=3)],ch({}, {"N":ch(2,5)},{"increasing":True},{"N":3,"increasing":True}))
REC["tri"]=lambda:([ch(2,3)],ch({}, {"M":4,"k":ch(-1,1)},{"dtype":ch("int32","bool","float16")}))
REC["eye"]=lambda:([ch(2,3)],ch({}, {"M":4,"k":ch(-1,1)},{"dtype":ch("int32","bool","float16")}))
REC["identity"]=lambda:([ch(2,3)],ch({}, {"dtype":ch("int32","bool","float16")}))
REC["geomspace"]=lambda:([ch(1,2,0.5),ch(8,100,27.0)],ch({}, {"num":5},{"num":4,"endpoint":False},{"num":1}))
REC["geomspace#t"]=lambda:([A(np.array([1.,2.]),"float32"),A(np.array([8.,100.]),"float32")],ch({"num":4}, {"num":4,"axis":-1}))
REC["logspace"]=lambda:([ch(0,1,0.5),ch(2,3.0)],ch({}, {"num":5},{"num":4,"endpoint":False},{"num":4,"base":2}))
REC["logspace#t"]=lambda:([arr((2,),IN+FL,low=0,high=2),arr((2,),IN+FL,low=0,high=2)],ch({"num":4}, {"num":4,"axis":-1}))
REC["linspace"]=lambda:([ch(0,1,0.5),ch(2,3.0)],ch({}, {"num":5},{"num":4,"endpoint":False},{"num":4,"dtype":ch("int32","float16")}))
REC["linspace#t"]=lambda:([arr((2,),IN+FL,low=0,high=2),arr((2,),IN+FL,low=0,high=2)],ch({"num":4}, {"num":4,"axis":-1},{"num":4,"retstep":True}))
REC["arange"]=lambda:(ch([5],[1,6],[0,7,2],[0.5,3.0],[5,0,-2]),{})
REC["full"]=lambda:([[2,3],ch(1,2.5)],ch({}, {"dtype":"int32"}))
REC["full_like"]=lambda:([arr(),2],ch({}, {"dtype":"float32"}))
REC["select"]=lambda:(lambda s:([[arr(s,["bool"]),arr(s,["bool"])],[arr(s,dtype="float32"),arr(s,dtype="float32")]],ch({}, {"default":-1})))(shape(1,3))
REC["select#i"]=lambda:(lambda s,d:([[arr(s,["bool"]),arr(s,["bool"])],[arr(s,dtype=d),arr(s,dtype=d)]],ch({}, {"default":1})))(shape(1,3),random.choice(DT))
REC["unravel_index"]=lambda:([arr(shape(1,3),IN,low=0,high=11),[3,4]],{})
REC["argpartition"]=lambda:(lambda s:([A(R.permutation(int(np.prod(s))).reshape(s),"int32"),0],{"axis":-1}))((ch(1,2),ch(2,3)))
REC["allclose"]=lambda:(lambda s,d:([arr(s,dtype=d),arr(s,dtype=d)],{}))(shape(0,2),random.choice(DT))
REC["view"]=lambda:([arr((2,4),["int32","float32"])],{"dtype":ch("int32","float32","uint8","int16","float16")})
REC["view#2"]=lambda:([arr((2,4),["int8","uint8","int16","float16"])],{"dtype":ch("int32","float32","uint8","int16","float16")})
REC["saturate_cast"]=lambda:([arr(dts=["int32","float32","int16"],low=-600,high=600),ch("uint8","int8","int16","float16")],{})
REC["cast"]=lambda:([arr(low=0,high=5),ch(*DT)],{})
REC["convert_to_tensor"]=lambda:([arr(low=0,high=5)],ch({}, {"dtype":ch(*DT)})); REC["array"]=REC["convert_to_tensor"]
REC["stop_gradient"]=unary()
REC["cdist"]=lambda:(lambda s,d:([arr(s+(ch(1,3),3),dtype=d),arr(s+(ch(2,4),3),dtype=d)],{}))(ch((),(2,)),random.choice(DT))
REC["psnr"]=lambda:(lambda s,d:([arr(s,dtype=d),arr(s,dtype=d),ch(1.0,255)],{}))(shape(1,4,0),ch(*FL))
REC["unfold"]=lambda:([arr((ch(1,2),2,6,5)),ch(2,[2,3])],ch({}, {"stride":2},{"padding":1,"dilation":[1,2]},{"padding":[1,0],"stride":[2,1]}))
REC["fold"]=lambda:([arr((2,8,20)),[5,6],2],{})
REC["fold#2"]=lambda:([arr((2,8,9)),[5,5],2],{"stride":2,"padding":1} if 0 else {"stride":2} if 0 else {"dilation":2,"stride":1})
REC["rearrange"]=lambda:([arr((4,6,2)),ch("a b c -> c a b","(x y) b c -> x (y b) c","a (b x) c -> a b (x c)")],{"x":2})
REC["one_hot"]=lambda:([arr(shape(0,3),IN,low=-1,high=5),4],ch({}, {"axis":0},{"dtype":"int32"}))
REC["multi_hot"]=lambda:([arr(shape(1,3),["int32"],low=0,high=5),4],ch({}, {"dtype":"int32"}))
REC["broadcast_to"]=lambda:([arr((3,1)),[2,3,4]],{})
REC["meshgrid"]=lambda:([arr((2,)),arr((3,))],ch({}, {"indexing":"ij"}))
REC["normalize"]=lambda:(lambda s:([arr(s)],ch({}, {"axis":axis(len(s)),"order":ch(1,2,3)})))(shape(1,4,0))
REC["slice"]=lambda:([arr((3,4)),[1,0],[2,3]],{})
REC["slice_update"]=lambda:([arr((3,4),dtype="float32"),[1,0],arr((2,3),dtype="float32")],{})
REC["scatter"]=lambda:([A(np.array([[0],[2],[0]]),"int32"),arr((3,)),[4]],{})
REC["scatter_update"]=lambda:(lambda d:([arr((4,),dtype=d),A(np.array([[0],[2]]),"int32"),arr((2,),dtype=d)],ch({}, {"reduction":ch("add","max","min","mul")})))(random.choice(DT))
REC["in_top_k"]=lambda:([A(np.array([1,0,3]),"int32"),arr((3,4),FL),ch(1,2)],{})
REC["rms_normalization"]=lambda:(lambda s:([arr(s)],ch({}, {"axis":axis(len(s))})))(shape(1,4,0))
REC["layer_normalization"]=lambda:(lambda s:([arr(s)],ch({}, {"axis":axis(len(s))})))(shape(1,4,0))
REC["batch_normalization"]=lambda:([arr((2,3,4),FL),arr((4,),["float32"]),arr((4,),["float32"],low=1,high=2)],{"axis":-1})
REC["segment_sum"]=lambda:([arr((5,2)),A(np.array([0,0,1,2,2]),"int32")],{"num_segments":ch(3,4)})
REC["segment_max"]=lambda:([arr((5,2)),A(np.array([0,0,1,2,2]),"int32")],{"num_segments":ch(3,4)})
REC["extract_sequences"]=lambda:([arr((2,8)),3,ch(1,2)],{})
REC["polar"]=lambda:([arr((2,)),arr((2,))],{})
REC["get_item"]=lambda:([arr((3,4)),ch(0,-1)],{})
REC["logdet"]=None
# images
def img(dts=FL+["uint8"],c=3,h=None,w=None,low=None,high=None,batch=None):
    h=h or ch(4,5,7); w=w or ch(4,6); b=batch if batch is not None else ch(0,2)
    s=((b,) if b else ())+(h,w,c)
    return arr(s,dts,low=low,high=high)
def cf(a,k):
    if R.rand()<.3:
        a[0].v=np.moveaxis(a[0].v,-1,-3); k["data_format"]="channels_first"
    return a,k
REC["rgb_to_grayscale"]=lambda:cf([img(c=ch(1,3))],{})
REC["rgb_to_hsv"]=lambda:cf([img(low=0,high=1,dts=FL)],{}); REC["hsv_to_rgb"]=lambda:cf([img(low=0,high=1,dts=FL)],{})
def resize():
    k={"interpolation":ch("nearest","bilinear","bicubic","lanczos3","lanczos5","lanczos3","lanczos5"),"antialias":ch(True,False)}
    r=R.rand()
    if r<.2: k["crop_to_aspect_ratio"]=True
    elif r<.4: k.update(pad_to_aspect_ratio=True,fill_value=ch(0.0,1.0))
    return cf([img(c=ch(1,3),low=0,high=9),[ch(3,5,9),ch(4,8)]],k)
REC["resize"]=resize
REC["sobel_edges"]=lambda:cf([img(batch=2,dts=["float32"])],{})
def ssim():
    a=img(dts=["float32","float16"],h=13,w=12,low=0,high=1); b=A(vals(a.v.shape,a.dtype,0,1),a.dtype); k=ch({}, {"filter_size":5,"filter_sigma":1.0,"max_val":2.0})
    if R.rand()<.3 and a.v.ndim==4:
        a.v=np.moveaxis(a.v,-1,1); b.v=np.moveaxis(b.v,-1,1); k=dict(k,data_format="channels_first")
    return [a,b],k
REC["ssim"]=ssim
REC["gaussian_blur"]=lambda:cf([img(dts=["float32","float16"]),],{"kernel_size":ch([3,3],[5,3]),"sigma":ch([1.0,1.0],[0.5,1.5])})
REC["crop_images"]=lambda:cf([img(),1,1],{"target_height":2,"target_width":2}) 
REC["pad_images"]=lambda:cf([img(),1,2],{"target_height":9,"target_width":9})
REC["extract_patches"]=lambda:cf([img(dts=["float32"]),ch(2,[2,3])],ch({}, {"strides":1},{"padding":"same"},{"strides":1,"dilation_rate":2}))
REC["extract_patches_3d"]=lambda:([arr(ch((2,4,4,4,2),(4,4,4,2)),["float32"]),ch(2,[2,1,2])],ch({}, {"strides":1},{"padding":"same"}))
REC["reconstruct_patches"]=lambda:([arr(ch((2,2,3,12),(2,3,12)),["float32"]),[2,2],[4,6]],{})
REC["reconstruct_patches#same"]=lambda:([arr(ch((2,2,3,12),(2,3,12)),["float32"]),[2,2],[3,5]],{"padding":"same"})
def mapc():
    s=(4,5); c=arr((2,ch(3,6)),["float32"],low=-3,high=7)
    return [arr(s,FL+["int32","uint8"]),c,ch(0,1)],{"fill_mode":ch("constant","nearest","wrap","mirror","reflect"),"fill_value":ch(0.0,1.5)}
REC["map_coordinates"]=mapc
def aff():
    x=img(dts=FL+["uint8"],low=0,high=9); b=x.v.shape[0] if x.v.ndim==4 else 1
    t=np.round(R.uniform(-.3,.3,(b,8))*64)/64; t[:,0]+=1; t[:,4]+=1; t[:,2]*=5; t[:,5]*=5; t[:,6:]=0
    if x.v.ndim==3 and R.rand()<.5: t=t[0]
    return cf([x,A(t,"float32")],{"interpolation":ch("nearest","bilinear"),"fill_mode":ch("constant","nearest","wrap","mirror","reflect"),"fill_value":ch(0.0,1.0)})
REC["affine_transform"]=aff
def persp():
    x=img(dts=["float32"],h=5,w=6,low=0,high=9); b=x.v.shape[0] if x.v.ndim==4 else 0
    st=np.array([[0,0],[0,5],[4,0],[4,5.]]); en=st+np.round(R.uniform(-1,1,(4,2))*4)/4
    if b: st=np.stack([st]*b); en=np.stack([en]*b)
    return cf([x,A(st,"float32"),A(en,"float32")],{"interpolation":ch("nearest","bilinear"),"fill_value":ch(0.0,1.0)})
REC["perspective_transform"]=persp
def sat():
    x=img(dts=["float32"],low=0,high=9); o=2 if 0 else (1 if x.v.ndim==4 else 0); s=list(x.v.shape); s[o]=ch(3,6); s[o+1]=ch(4,8)
    return [x,],{"output_shape":s,"scale":A(np.array([ch(.5,1.5),ch(.75,2.)]),"float32"),"translation":A(np.array([ch(0,.5),ch(-1.,1.)]),"float32"),"spatial_dims":[o,o+1],"method":ch("linear","cubic","lanczos3","lanczos5"),"antialias":ch(True,False)}
REC["scale_and_translate"]=sat
REC["ctc_decode"]=lambda:([arr((2,6,4),["float32"]),A(np.array([6,4]),"int32")],ch({"strategy":"greedy"},{"strategy":"greedy","mask_index":2},{"strategy":"greedy","merge_repeated":False},{"strategy":"beam_search","beam_width":4,"top_paths":2},{"strategy":"beam_search","beam_width":10,"top_paths":3,"mask_index":3}))
REC["ctc_loss"]=lambda:([A(R.randint(1,4,(2,3)),"int32"),arr((2,6,4),["float32"]),A(np.array([3,2]),"int32"),A(np.array([6,5]),"int32")],{})



KEPT = """
nansum nanmean nanmax nanmin nanprod nanstd nanvar nanmedian nanargmax nanargmin
nancumsum nancumprod quantile percentile nanquantile nanpercentile ptp corrcoef fabs angle
isneginf isposinf isreal signbit conj real imag fmax fmin fmod
heaviside nextafter gcd lcm ldexp select isin allclose unravel_index correlate
cdist vander tri diagflat logspace geomspace linspace fliplr flipud append
array_split hsplit vsplit dsplit dstack column_stack rearrange view saturate_cast scatter_update
scatter segment_sum psnr unfold fold ctc_loss ctc_decode rgb_to_grayscale rgb_to_hsv hsv_to_rgb
resize ssim gaussian_blur crop_images pad_images extract_patches extract_patches_3d reconstruct_patches map_coordinates affine_transform
perspective_transform scale_and_translate sin cos sqrt exp log arctan tanh i0
sinc square floor abs trunc add multiply matmul dot einsum
mod left_shift average bincount diff trapezoid unique convert_to_tensor hypot arctan2
logaddexp2 clip threshold layer_normalization rms_normalization
""".split()
CALLS = 3


def value(x, backend):
    """An argument as the backend takes it."""
    if isinstance(x, list):
        return [value(a, backend) for a in x]
    if not isinstance(x, A):
        return x
    import ml_dtypes
    half = x.dtype == "bfloat16"
    v = np.asarray(x.v).astype(np.float64 if half else x.dtype)
    if backend != "torch":
        return v.astype(ml_dtypes.bfloat16) if half else v
    import torch
    return torch.tensor(v, dtype=torch.bfloat16) if half else torch.tensor(v)


def written(x):
    if isinstance(x, A):
        v = np.asarray(x.v, dtype=np.float64)
        return {"dtype": x.dtype, "shape": list(v.shape), "values": v.ravel().tolist()}
    if isinstance(x, list):
        return [written(a) for a in x]
    return x.item() if isinstance(x, np.generic) else x


def result(y, backend):
    import keras
    if isinstance(y, (list, tuple)):
        return [result(a, backend) for a in y]
    if isinstance(y, bool):
        return {"dtype": "bool", "shape": [], "values": [float(y)]}
    d = keras.backend.standardize_dtype(y.dtype)
    v = keras.ops.convert_to_numpy(y.float() if d == "bfloat16" and backend == "torch" else y)
    return written(A(np.asarray(v, dtype=np.float64), d))


def run(out):
    import keras
    backend = keras.config.backend()
    with open(out, "w") as file:
        for name, recipe in REC.items():
            function = name.split("#")[0]
            if function not in KEPT:
                continue
            homes = (keras.ops, keras.ops.image, keras.ops.nn)
            f = next(getattr(h, function) for h in homes if hasattr(h, function))
            for i in range(4 * CALLS):
                seed(sum(ord(c) * (j + 1) for j, c in enumerate(name)) * 1000 + i)
                args, kwargs = recipe()
                call = {"recipe": name, "function": function, "args": written(args)}
                call["kwargs"] = {k: written(v) for k, v in kwargs.items()}
                try:
                    given = {k: value(v, backend) for k, v in kwargs.items()}
                    call["result"] = result(f(*value(args, backend), **given), backend)
                except Exception:
                    continue
                file.write(json.dumps(call) + "\n")


def agree(a, b):
    a, b = (x if isinstance(x, list) else [x] for x in (a, b))
    if len(a) != len(b):
        return False
    for x, y in zip(a, b):
        if x["dtype"] != y["dtype"] or x["shape"] != y["shape"]:
            return False
        half = x["dtype"] in ("float16", "bfloat16")
        exact = not x["dtype"].startswith(("float", "bfloat"))
        tol = 0 if exact else 3e-2 if half else 1e-4
        if not np.allclose(x["values"], y["values"], rtol=tol, atol=tol, equal_nan=True):
            return False
    return True


def join(first, second):
    calls = lambda file: {json.dumps({k: v for k, v in c.items() if k != "result"}): c["result"]
                          for c in map(json.loads, open(file))}
    one, other = calls(first), calls(second)
    kept = {}
    for call, r in one.items():
        c = json.loads(call)
        if c["function"] in NUMPY_ONLY or call in other and agree(r, other[call]):
            n = kept[c["recipe"]] = kept.get(c["recipe"], 0) + 1
            if n <= CALLS:
                del c["recipe"]
                c["result"] = r
                print(json.dumps(c))


# What PyTorch's backend does not compute.
NUMPY_ONLY = {"imag"}

if __name__ == "__main__":
    run(sys.argv[1]) if len(sys.argv) == 2 else join(*sys.argv[1:])
