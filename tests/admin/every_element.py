"""A body that holds every element the policy allows, as the importer would have kept it."""

from articles.text import sanitizer

EVERY_ELEMENT = sanitizer.clean(
    """
<p><em>清晨</em>六点，<strong>江面</strong>的
<a href="https://example.com/x?a=1&amp;b=2" title="江">雾</a>。</p>
<h2 id="one">一</h2><h3>二</h3><h4>三</h4><h5>四</h5><h6>五</h6>
<p><ruby><rb>東京</rb><rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby><bdo dir="rtl">abc</bdo><bdi>x</bdi>，
<abbr title="World Health Organization">WHO</abbr>，H<sub>2</sub>O，x<sup>2</sup>，
<code>a&lt;b</code>，<kbd>C</kbd>，<mark>标</mark>，<time datetime="2022-01-27">1月</time>，<q cite="https://example.com/q">引</q>，<small>小</small>，
<ins cite="https://example.com/i" datetime="2022-01-27">新</ins><del>旧</del>，
<span lang="ar" dir="rtl">مرحبا</span>，
<s>删</s><u>划</u><b>粗</b><i>斜</i>
<cite>书</cite><dfn title="d">定</dfn><samp>o</samp><var>v</var>wb<wbr>r<br>行</p>
<p dir="rtl" lang="ar">يحمل الجمل <strong>مئتي</strong> كتاب.</p>
<p class="align-center"><img src="https://example.com/a.jpg" alt="江" title="t" width="600" height="400"></p>
<figure class="align-left"><img src="https://example.com/b.jpg" alt="船">
<figcaption>船<em>停</em></figcaption></figure>
<figure class="gallery"><img src="https://example.com/c.jpg" alt="1">
<img src="https://example.com/d.jpg" alt="2"></figure>
<ul class="gallery"><li>一</li><li>二<ul><li>二之一</li></ul></li></ul>
<ol start="3" type="a" reversed><li>三</li><li value="7">七</li></ol><ol><li><p>甲</p><p>乙</p></li></ol>
<blockquote cite="https://example.com/b"><p>引用</p></blockquote><blockquote>没有段落</blockquote>
<pre><code class="language-python">def f(x):
    return  x</code></pre><pre>裸</pre>
<table id="t"><caption>表</caption><colgroup><col span="2"></colgroup><thead>
<tr><th scope="col" abbr="城">城市</th>
<th>人口</th></tr></thead><tbody><tr><td colspan="2" rowspan="1">甲</td></tr></tbody>
<tfoot><tr><td>计</td><td>2</td></tr></tfoot></table>
<table><tbody><tr><td>一</td><td>二</td></tr></tbody></table>
<dl><dt id="d">词</dt><dd>义</dd></dl><hr><address>上海</address>
<div class="embed-card"><a href="https://example.com/v" rel="nofollow" hreflang="zh">视频</a></div>
<p>脚注<sup class="footnote-ref" id="r"><a href="#f">1</a></sup></p>
<ol class="footnotes-list">
<li id="f" class="footnote-item">注<a href="#r" class="footnote-backref">↩</a></li></ol>
裸露的<em>文字</em>
"""
).html
