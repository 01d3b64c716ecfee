<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>jianjian</name>
    <message>
        <source>Something unexpected happened</source>
        <translation>出现意外情况</translation>
    </message>
    <message>
        <source>It was noted for IT. What you typed and decided is kept; you can go on working.</source>
        <translation>已记录供信息科查看。已填写和已办理的内容都保存着，可以继续工作。</translation>
    </message>
    <message>
        <source>Case {no} is not here.</source>
        <translation>本机没有办件 {no}。</translation>
    </message>
    <message>
        <source>Case {no} was asked for: finish what is open first.</source>
        <translation>要打开办件 {no}：请先办完已打开的对话框。</translation>
    </message>
    <message>
        <source>Finish what is open first.</source>
        <translation>请先办完已打开的对话框。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Now overdue</source>
        <translation>已超期</translation>
    </message>
    <message>
        <source>Corrected by the applicant</source>
        <translation>申请人已补正</translation>
    </message>
    <message>
        <source>New material received</source>
        <translation>收到新材料</translation>
    </message>
    <message>
        <source>Message from another department</source>
        <translation>部门留言</translation>
    </message>
    <message>
        <source>{what}: {n} cases</source>
        <translation>{what}：{n} 件</translation>
    </message>
    <message>
        <source>{what}: {items}</source>
        <translation>{what}：{items}</translation>
    </message>
    <message>
        <source>{n} cases need a look</source>
        <translation>{n} 件办件有新情况</translation>
    </message>
    <message>
        <source>A case needs a look</source>
        <translation>办件有新情况</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This desk does not know the state {state}: ask IT before you act.</source>
        <translation>本机不认识状态“{state}”，不能在此办理，请先问信息科。</translation>
    </message>
    <message>
        <source>Nothing to decide: {state}.</source>
        <translation>无需办理：{state}。</translation>
    </message>
    <message>
        <source>Opinion</source>
        <translation>审查意见</translation>
    </message>
    <message>
        <source>Signing opinion</source>
        <translation>签发意见</translation>
    </message>
    <message>
        <source>Opinion, as the decision says it</source>
        <translation>审查意见，将写入决定</translation>
    </message>
    <message>
        <source>Templates ▾</source>
        <translation>常用意见 ▾</translation>
    </message>
    <message>
        <source>Opinion templates</source>
        <translation>常用意见</translation>
    </message>
    <message>
        <source>{action}  {key}</source>
        <translation>{action}　{key}</translation>
    </message>
    <message>
        <source>More ▾</source>
        <translation>更多 ▾</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Saved as typed, {time}</source>
        <translation>已自动保存 {time}</translation>
    </message>
    <message>
        <source>Something unexpected happened; nothing was decided. Try again.</source>
        <translation>出现意外情况，本次操作未生效，请再试一次。</translation>
    </message>
    <message>
        <source>All faults are named at once; correction is asked for only once.</source>
        <translation>须一次告知全部补正内容，补正只能告知一次。</translation>
    </message>
    <message>
        <source>The papers go back, and this case ends; the applicant may file anew.</source>
        <translation>材料退回，本件办结；申请人补正后可以重新申请。</translation>
    </message>
    <message>
        <source>Anything else, one per line</source>
        <translation>其他需补正内容，每行一项</translation>
    </message>
    <message>
        <source>To be answered within</source>
        <translation>补正期限</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>Competent authority</source>
        <translation>有权受理的行政机关</translation>
    </message>
    <message>
        <source>Reason, as the notice says it</source>
        <translation>理由（写入文书）</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>法律依据</translation>
    </message>
    <message>
        <source>Ground, as the notice says it</source>
        <translation>不予的理由（写入文书）</translation>
    </message>
    <message>
        <source>How</source>
        <translation>送达方式</translation>
    </message>
    <message>
        <source>Tracking number (EMS)</source>
        <translation>邮政运单号</translation>
    </message>
    <message>
        <source>Received by</source>
        <translation>签收人</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Correction templates</source>
        <translation>常用补正内容</translation>
    </message>
    <message>
        <source>Carried out by</source>
        <translation>承担单位</translation>
    </message>
    <message>
        <source>{name} cannot come later.</source>
        <translation>“{name}”不能容缺。</translation>
    </message>
    <message>
        <source>It will take</source>
        <translation>所需时间</translation>
    </message>
    <message>
        <source>What the applicant is told</source>
        <translation>告知申请人的内容</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Longer by</source>
        <translation>延长</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>批准人</translation>
    </message>
    <message>
        <source>Approved on</source>
        <translation>批准日期</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发给</translation>
    </message>
    <message>
        <source>To (colleague)</source>
        <translation>转给（同事）</translation>
    </message>
    <message>
        <source>Colleagues</source>
        <translation>同事</translation>
    </message>
    <message>
        <source>{n} of {all} cases claimed: the pool has no more.</source>
        <translation>申请领取 {all} 件，领到 {n} 件：待领池没有更多办件。</translation>
    </message>
    <message>
        <source>Copy the numbers</source>
        <translation>复制办件编号</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>复制办件编号</translation>
    </message>
    <message>
        <source>Copy the selected words</source>
        <translation>复制所选文字</translation>
    </message>
    <message>
        <source>Mark this place</source>
        <translation>在此处标记</translation>
    </message>
    <message>
        <source>Copy: {name}</source>
        <translation>复制：{name}</translation>
    </message>
    <message>
        <source>Show in full</source>
        <translation>显示完整内容</translation>
    </message>
    <message>
        <source>See {name}</source>
        <translation>查看材料：{name}</translation>
    </message>
    <message>
        <source>What can be done here</source>
        <translation>此处可用的操作</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>In the form: the next, the previous field</source>
        <translation>申请表中：下一项、上一项</translation>
    </message>
    <message>
        <source>Do together ▾</source>
        <translation>批量办理 ▾</translation>
    </message>
    <message>
        <source>What is done to all chosen cases</source>
        <translation>对所选办件批量办理</translation>
    </message>
    <message>
        <source>Print notices</source>
        <translation>打印文书</translation>
    </message>
    <message>
        <source>Tracking numbers</source>
        <translation>运单号</translation>
    </message>
    <message>
        <source>Tracking numbers: scan or type one for each case, Enter leads to the next.</source>
        <translation>运单号：逐件扫描或填写，按 Enter 到下一件。</translation>
    </message>
    <message>
        <source>Tracking number of {name}, {no}</source>
        <translation>{name}（{no}）的运单号</translation>
    </message>
    <message>
        <source>The same tracking number was given to another case</source>
        <translation>同一运单号已用于另一件</translation>
    </message>
    <message>
        <source>As each applicant wished</source>
        <translation>按各申请人意愿</translation>
    </message>
    <message>
        <source>To whom: name, pinyin or window</source>
        <translation>转给谁：姓名、拼音或窗口</translation>
    </message>
    <message>
        <source>The latest of each case</source>
        <translation>每件最近一份文书</translation>
    </message>
    <message>
        <source>All of each case</source>
        <translation>每件全部文书</translation>
    </message>
    <message>
        <source>Which notices</source>
        <translation>打印哪些文书</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>No notice has been served on it yet</source>
        <translation>本件还没有文书</translation>
    </message>
    <message>
        <source>The centre has not given out its number yet</source>
        <translation>中心尚未编发文号</translation>
    </message>
    <message>
        <source>Notices of {n} cases are ready.</source>
        <translation>{n} 件的文书已生成。</translation>
    </message>
    <message>
        <source>The notices have gone to the printer.</source>
        <translation>文书已送往打印机。</translation>
    </message>
    <message>
        <source>The notices are saved.</source>
        <translation>文书已保存。</translation>
    </message>
    <message>
        <source>The notices could not be saved there. Choose another place.</source>
        <translation>文书无法保存到该处，请另选位置。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Looking at {n} of {all} cases…</source>
        <translation>正在检查第 {n} 件，共 {all} 件…</translation>
    </message>
    <message>
        <source>{action}: {n} of {all} cases.</source>
        <translation>{action}：共 {all} 件，可办 {n} 件。</translation>
    </message>
    <message>
        <source>{n} are left out, for the reason beside each.</source>
        <translation>另有 {n} 件不能办理，原因见各件。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{action}: {n} of {all}…</source>
        <translation>{action}：第 {n} 件，共 {all} 件…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Something unexpected happened; it stays as it was.</source>
        <translation>出现意外情况，本件未变动。</translation>
    </message>
    <message>
        <source>Stopped before it: it stays as it was.</source>
        <translation>已停止，本件未办理。</translation>
    </message>
    <message>
        <source>{n} could not be done: open them one by one.</source>
        <translation>{n} 件未能办理：请逐件打开。</translation>
    </message>
    <message>
        <source>{n} were not begun.</source>
        <translation>{n} 件未开始。</translation>
    </message>
    <message>
        <source>Name, pinyin or window</source>
        <translation>姓名、拼音或窗口</translation>
    </message>
    <message>
        <source>No colleague is named in your cases yet</source>
        <translation>您的办件中还没有其他同事</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>留言</translation>
    </message>
    <message>
        <source> working days</source>
        <translation> 个工作日</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>需补正</translation>
    </message>
    <message>
        <source>What is to be corrected: {fault}</source>
        <translation>补正内容：{fault}</translation>
    </message>
    <message>
        <source>To be corrected: {fault}</source>
        <translation>需补正：{fault}</translation>
    </message>
    <message>
        <source>{n} found</source>
        <translation>找到 {n} 项</translation>
    </message>
    <message>
        <source>The notice tells the applicant of reconsideration (60 days) and suit (6 months).</source>
        <translation>文书将告知申请人：六十日内可申请行政复议，六个月内可提起行政诉讼。</translation>
    </message>
    <message>
        <source>About to be sent</source>
        <translation>即将发送</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>待发</translation>
    </message>
    <message>
        <source>{no} · decided {time}</source>
        <translation>{no} · 办理于 {time}</translation>
    </message>
    <message>
        <source>{name} · {action} at {time}</source>
        <translation>{name} · {action} {time}</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>Action required: someone else changed the case first</source>
        <translation>需要您处理：本件已有他人先行办理</translation>
    </message>
    <message>
        <source>Action required: the centre cannot take this ({why}). Change it, or tell IT</source>
        <translation>需要您处理：中心无法处理这一项（{why}），请修改后再办，或告知信息科</translation>
    </message>
    <message>
        <source>Action required: the centre did not take the notice ({why}). Tell IT</source>
        <translation>需要您处理：中心未收下随附的文书（{why}），请告知信息科</translation>
    </message>
    <message>
        <source>Action required: the centre refused it. {why}</source>
        <translation>需要您处理：中心不接受。{why}</translation>
    </message>
    <message>
        <source>Action required: the case is no longer yours; your words are kept</source>
        <translation>需要您处理：本件已不在您名下，您写的内容都保存着</translation>
    </message>
    <message>
        <source>Waiting until {time}, as the centre asked</source>
        <translation>按中心要求，{time} 后再发送</translation>
    </message>
    <message>
        <source>To be sent at {time}; until then you can take it back</source>
        <translation>{time} 发送，此前可以撤销</translation>
    </message>
    <message>
        <source>Offline: it is sent as soon as the centre is reached</source>
        <translation>离线：连上中心即发送</translation>
    </message>
    <message>
        <source>Decisions are kept here until the centre has answered. None is ever dropped.</source>
        <translation>办理结果保存在这里，直到中心答复，不会丢失。</translation>
    </message>
    <message>
        <source>Everything has been sent. Nothing waits here.</source>
        <translation>全部已发送，没有待发的办理结果。</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>以中心为准</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的办理结果</translation>
    </message>
    <message>
        <source>The centre's</source>
        <translation>中心现状</translation>
    </message>
    <message>
        <source>Sent and answered</source>
        <translation>已发送并答复</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开办件</translation>
    </message>
    <message>
        <source>Before you: {what}</source>
        <translation>在您之前：{what}</translation>
    </message>
    <message>
        <source>Keep mine on top</source>
        <translation>在此之上仍按我的办理结果提交</translation>
    </message>
    <message>
        <source>Asking the centre…</source>
        <translation>正在向中心查询…</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收件</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>即办</translation>
    </message>
    <message>
        <source>From the centre, {since} to {until}</source>
        <translation>中心数据，{since} 至 {until}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>To be accepted</source>
        <translation>待受理</translation>
    </message>
    <message>
        <source>Being corrected</source>
        <translation>待补正</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>审查中</translation>
    </message>
    <message>
        <source>Special procedure</source>
        <translation>特别程序</translation>
    </message>
    <message>
        <source>Approved, to be delivered</source>
        <translation>已准予，待送达</translation>
    </message>
    <message>
        <source>Denied, to be delivered</source>
        <translation>不予决定，待送达</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Acceptance refused</source>
        <translation>不予受理</translation>
    </message>
    <message>
        <source>Ended without a decision</source>
        <translation>终止办理</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Ask for correction</source>
        <translation>要求补正</translation>
    </message>
    <message>
        <source>Refuse acceptance</source>
        <translation>不予受理</translation>
    </message>
    <message>
        <source>End special procedure</source>
        <translation>结束特别程序</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>延期</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>准予</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>不予</translation>
    </message>
    <message>
        <source>Deliver</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Review record</source>
        <translation>审查记录</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转办</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>退回待领</translation>
    </message>
    <message>
        <source>Tell interested parties</source>
        <translation>告知利害关系人</translation>
    </message>
    <message>
        <source>the interested parties</source>
        <translation>利害关系人</translation>
    </message>
    <message>
        <source>In person</source>
        <translation>当面告知</translation>
    </message>
    <message>
        <source>By public notice</source>
        <translation>公告</translation>
    </message>
    <message>
        <source>Interested party</source>
        <translation>利害关系人</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>告知方式</translation>
    </message>
    <message>
        <source>Another one</source>
        <translation>再添一位</translation>
    </message>
    <message>
        <source>What touches them, or why there is nobody</source>
        <translation>涉及的重大利益，或者没有利害关系人的理由</translation>
    </message>
    <message>
        <source>They may ask for a hearing</source>
        <translation>告知要求听证的权利</translation>
    </message>
    <message>
        <source>With a hearing offered, it is decided after the five working days to ask for one.</source>
        <translation>告知听证权利的，5个工作日届满后才能作出决定。</translation>
    </message>
    <message>
        <source>Revoked, to be delivered</source>
        <translation>已撤销，待送达</translation>
    </message>
    <message>
        <source>Verify commitment</source>
        <translation>核查承诺</translation>
    </message>
    <message>
        <source>the commitment</source>
        <translation>告知承诺</translation>
    </message>
    <message>
        <source>Commitment to be verified</source>
        <translation>告知承诺待核查</translation>
    </message>
    <message>
        <source>Commitment verified by</source>
        <translation>核查承诺</translation>
    </message>
    <message>
        <source>The finding</source>
        <translation>核查结论</translation>
    </message>
    <message>
        <source>As promised</source>
        <translation>与承诺一致</translation>
    </message>
    <message>
        <source>Not as promised: revoke</source>
        <translation>与承诺不一致：撤销</translation>
    </message>
    <message>
        <source>What was found, as the notice says it</source>
        <translation>核查情况（写入文书）</translation>
    </message>
    <message>
        <source>What is not as promised is revoked by a notice, and the licence with it.</source>
        <translation>与承诺不一致的，作出撤销决定书，证照随之撤销。</translation>
    </message>
    <message>
        <source>By the applicant's written commitment</source>
        <translation>申请人书面承诺（告知承诺）</translation>
    </message>
    <message>
        <source>It stands in for: {names}</source>
        <translation>可以代替：{names}</translation>
    </message>
    <message>
        <source>To send again</source>
        <translation>退回待再送</translation>
    </message>
    <message>
        <source>Deliver…</source>
        <translation>送达…</translation>
    </message>
    <message>
        <source>Print list…</source>
        <translation>打印清单…</translation>
    </message>
    <message>
        <source>What came back: tracking or case number</source>
        <translation>退件的运单号或者办件编号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Nothing waits to be delivered.</source>
        <translation>没有待送达的办件。</translation>
    </message>
    <message>
        <source>Scan or type the number of what came back.</source>
        <translation>请扫描或者填写退件的编号。</translation>
    </message>
    <message>
        <source>Nothing of yours was sent under {number}.</source>
        <translation>您名下没有以{number}寄出的文书。</translation>
    </message>
    <message>
        <source>{no} waits to be delivered again.</source>
        <translation>{no}已登记退件，重新等待送达。</translation>
    </message>
    <message>
        <source>To be delivered</source>
        <translation>待送达</translation>
    </message>
    <message>
        <source>Pages of the desk</source>
        <translation>功能导航</translation>
    </message>
    <message>
        <source>Open cases</source>
        <translation>在办</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期日</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>送达方式</translation>
    </message>
    <message>
        <source>To deliver</source>
        <translation>待送达</translation>
    </message>
    <message>
        <source>Put a notice right</source>
        <translation>更正文书</translation>
    </message>
    <message>
        <source>What is put right, as the notice says it</source>
        <translation>更正内容（写入文书）</translation>
    </message>
    <message>
        <source>For slips of the pen alone: what was decided is not changed by it.</source>
        <translation>只用于更正笔误，不改变已作出的决定。</translation>
    </message>
    <message>
        <source>Mail came back</source>
        <translation>退件登记</translation>
    </message>
    <message>
        <source>Returned by the carrier</source>
        <translation>邮件被退回</translation>
    </message>
    <message>
        <source>Why it came back</source>
        <translation>退回原因</translation>
    </message>
    <message>
        <source>Reasons the carrier notes</source>
        <translation>常见退回原因</translation>
    </message>
    <message>
        <source>The case waits to be delivered again.</source>
        <translation>登记后，本件重新等待送达。</translation>
    </message>
    <message>
        <source>Which notice</source>
        <translation>送达哪份文书</translation>
    </message>
    <message>
        <source>Notice to be put right</source>
        <translation>更正哪份文书</translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Reply to rating</source>
        <translation>回复评价</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Submit for signature</source>
        <translation>提请签发</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签发</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Submit for signature: {action}</source>
        <translation>提请签发：{action}</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>提请</translation>
    </message>
    <message>
        <source>With the lead for signature: {action}</source>
        <translation>已提请负责人签发：{action}</translation>
    </message>
    <message>
        <source>Submitted {time}</source>
        <translation>{time} 提请</translation>
    </message>
    <message>
        <source>{name} (away)</source>
        <translation>{name}（不在）</translation>
    </message>
    <message>
        <source>May sign: {names}</source>
        <translation>可签发：{names}</translation>
    </message>
    <message>
        <source>{name} proposes: {action}</source>
        <translation>{name}提请：{action}</translation>
    </message>
    <message>
        <source>{what}: {words}</source>
        <translation>{what}：{words}</translation>
    </message>
    <message>
        <source>Signed by {name}: {opinion}</source>
        <translation>{name}已签：{opinion}</translation>
    </message>
    <message>
        <source>To sign {n}</source>
        <translation>待签发 {n}</translation>
    </message>
    <message>
        <source>Waits for your signature</source>
        <translation>待您签发</translation>
    </message>
    <message>
        <source>Sent back by the lead</source>
        <translation>负责人退回</translation>
    </message>
    <message>
        <source>Action required: nothing waits for your signature any more ({why}); your words are kept</source>
        <translation>须处理：已没有等您签发的提请（{why}），您写的话还在</translation>
    </message>
    <message>
        <source>Opinion, as the approval form says it</source>
        <translation>签发意见，将写入审批表</translation>
    </message>
    <message>
        <source>What is to be looked at again</source>
        <translation>退回理由</translation>
    </message>
    <message>
        <source>The volume is being made…</source>
        <translation>正在制作案卷…</translation>
    </message>
    <message>
        <source>Making the volume</source>
        <translation>制作案卷</translation>
    </message>
    <message>
        <source>Save volume and data…</source>
        <translation>保存案卷和数据包…</translation>
    </message>
    <message>
        <source>Volume and data are saved.</source>
        <translation>案卷和数据包已保存。</translation>
    </message>
    <message>
        <source>Page {n} of about {all}</source>
        <translation>第{n}页，约{all}页</translation>
    </message>
    <message>
        <source>All pages are drawn; the volume is being put together…</source>
        <translation>各页已绘制，正在合成案卷…</translation>
    </message>
    <message>
        <source>{n} pages, {size} MB. Once archived, the case leaves your list.</source>
        <translation>共{n}页，{size} MB。归档后，本件不再列入您的办件。</translation>
    </message>
    <message>
        <source>Could not be shown, which the volume says: {papers}</source>
        <translation>下列材料未能显示，案卷中已注明：{papers}</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>案卷</translation>
    </message>
    <message>
        <source>The volume is too large to be shown here: save it and open it.</source>
        <translation>案卷较大，不能在此显示：请保存后打开核对。</translation>
    </message>
    <message>
        <source>Save volume</source>
        <translation>保存案卷</translation>
    </message>
    <message>
        <source>Volume and data could not be saved there. Choose another place.</source>
        <translation>案卷和数据包不能保存到那里，请另选位置。</translation>
    </message>
    <message>
        <source>Corrected and resubmitted</source>
        <translation>补正后重新提交</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Unfit</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>No licence is needed</source>
        <translation>依法不需要办理</translation>
    </message>
    <message>
        <source>Not this department's</source>
        <translation>不属于本机关职权</translation>
    </message>
    <message>
        <source>Not corrected as asked</source>
        <translation>逾期未补正或补正不符合要求</translation>
    </message>
    <message>
        <source>False materials, or facts kept back</source>
        <translation>隐瞒有关情况或者提供虚假材料</translation>
    </message>
    <message>
        <source>Barred from applying for now</source>
        <translation>依法不得申请的期间</translation>
    </message>
    <message>
        <source>Hearing</source>
        <translation>听证</translation>
    </message>
    <message>
        <source>Tender</source>
        <translation>招标</translation>
    </message>
    <message>
        <source>Auction</source>
        <translation>拍卖</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>检验</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Quarantine</source>
        <translation>检疫</translation>
    </message>
    <message>
        <source>Appraisal</source>
        <translation>鉴定</translation>
    </message>
    <message>
        <source>Expert review</source>
        <translation>专家评审</translation>
    </message>
    <message>
        <source>At the counter</source>
        <translation>窗口领取</translation>
    </message>
    <message>
        <source>By EMS</source>
        <translation>邮寄送达</translation>
    </message>
    <message>
        <source>Self-service locker</source>
        <translation>自助取件柜</translation>
    </message>
    <message>
        <source>Electronically</source>
        <translation>电子送达</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>今天到期</translation>
    </message>
    <message>
        <source>{n} days left</source>
        <translation>剩 {n} 个工作日</translation>
    </message>
    <message>
        <source>1 day left</source>
        <translation>剩 1 个工作日</translation>
    </message>
    <message>
        <source>Came back from the centre: action required</source>
        <translation>中心退回，需处理</translation>
    </message>
    <message>
        <source>(not filled in)</source>
        <translation>（未填写）</translation>
    </message>
    <message>
        <source>{n} days overdue</source>
        <translation>超期 {n} 个工作日</translation>
    </message>
    <message>
        <source>1 day overdue</source>
        <translation>超期 1 个工作日</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Why it may stand all the same</source>
        <translation>说明为何仍可通过</translation>
    </message>
    <message>
        <source>Answer to: {name}</source>
        <translation>说明：{name}</translation>
    </message>
    <message>
        <source>Review checklist</source>
        <translation>审查要点</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>要点</translation>
    </message>
    <message>
        <source>Checklist {done}/{all}</source>
        <translation>要点 {done}/{all}</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n}天</translation>
    </message>
    <message>
        <source>{n} d over</source>
        <translation>超{n}天</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
    <message>
        <source>All of the desk</source>
        <translation>返回全部</translation>
    </message>
    <message>
        <source>First judge the papers: {names}</source>
        <translation>请先审查材料：{names}</translation>
    </message>
    <message>
        <source>Tick all points where nothing is open</source>
        <translation>无未决问题时勾选全部要点</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>Please check what you filed</source>
        <translation>请您核对填报的内容</translation>
    </message>
    <message>
        <source>The form as you filed it</source>
        <translation>您填报的申请表</translation>
    </message>
    <message>
        <source>For the applicant</source>
        <translation>申请人确认</translation>
    </message>
    <message>
        <source>The applicant sees the form. Have it confirmed aloud.</source>
        <translation>申请人可看到申请表，请其口头确认。</translation>
    </message>
    <message>
        <source>There is no other screen to show the form on.</source>
        <translation>没有连接另一屏幕，无法展示申请表。</translation>
    </message>
    <message>
        <source>Show the applicant the form, on the other screen</source>
        <translation>在另一屏幕向申请人展示申请表</translation>
    </message>
    <message>
        <source>Fold the list to its lights</source>
        <translation>列表收起为期限灯</translation>
    </message>
    <message>
        <source>The papers on another screen</source>
        <translation>材料放到另一屏幕</translation>
    </message>
    <message>
        <source>The papers on another screen, or back</source>
        <translation>材料放到另一屏幕，或放回</translation>
    </message>
    <message>
        <source>There is no other screen to put the papers on.</source>
        <translation>没有连接另一屏幕，材料留在原处。</translation>
    </message>
    <message>
        <source>Papers — Jianjian</source>
        <translation>材料 — 件件</translation>
    </message>
    <message>
        <source>No case is open.</source>
        <translation>没有打开的办件。</translation>
    </message>
    <message>
        <source>The paper alone</source>
        <translation>只看材料</translation>
    </message>
    <message>
        <source>This item has no points of its own.</source>
        <translation>本事项没有单独的审查要点。</translation>
    </message>
    <message>
        <source>Failing checks: answer or correct</source>
        <translation>自动核验未通过：请说明或要求补正</translation>
    </message>
    <message>
        <source>Working days from {start}: {days}, to {end}</source>
        <translation>自 {start} 起 {days} 个工作日：{end}</translation>
    </message>
    <message>
        <source>The day itself is day 0; working days only (Art. 82).</source>
        <translation>当日不计入，只计工作日（行政许可法第八十二条）。</translation>
    </message>
    <message>
        <source>The day itself is day 0; working days only.</source>
        <translation>当日不计入，只计工作日。</translation>
    </message>
    <message>
        <source>Basis: {basis}</source>
        <translation>依据：{basis}</translation>
    </message>
    <message>
        <source>Special procedure ends by</source>
        <translation>特别程序期限</translation>
    </message>
    <message>
        <source>Past the announced time</source>
        <translation>超过告知的时间</translation>
    </message>
    <message>
        <source>To be over today</source>
        <translation>告知的时间今天届满</translation>
    </message>
    <message>
        <source>How the deadline counts</source>
        <translation>期限怎样计算</translation>
    </message>
    <message>
        <source>stands still</source>
        <translation>暂停计算</translation>
    </message>
    <message>
        <source> Provisional: next year's calendar is not published yet.</source>
        <translation>下一年度放假安排尚未公布，期限为暂定。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Mon Tue Wed Thu Fri Sat Sun</source>
        <translation>周一 周二 周三 周四 周五 周六 周日</translation>
    </message>
    <message>
        <source>shared: {name}</source>
        <translation>共享：{name}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>显示{name}</translation>
    </message>
    <message>
        <source>See →</source>
        <translation>查看 →</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Identity or credit code</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Automatic checks</source>
        <translation>自动核验</translation>
    </message>
    <message>
        <source>Applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Remark on this material</source>
        <translation>对本材料的说明</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>共 {n} 页</translation>
    </message>
    <message>
        <source>round {n}</source>
        <translation>第 {n} 次提交</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Take in a paper from a file…</source>
        <translation>收取材料：选择文件…</translation>
    </message>
    <message>
        <source>Take in a paper from the clipboard</source>
        <translation>收取材料：从剪贴板粘贴</translation>
    </message>
    <message>
        <source>Take in what was scanned</source>
        <translation>收取材料：扫描仪的新文件</translation>
    </message>
    <message>
        <source>Take in a paper at the counter</source>
        <translation>窗口收取材料</translation>
    </message>
    <message>
        <source>PDF and pictures ({kinds})</source>
        <translation>PDF 和图片（{kinds}）</translation>
    </message>
    <message>
        <source>Pages of the paper</source>
        <translation>材料页面</translation>
    </message>
    <message>
        <source>Making the paper</source>
        <translation>正在生成材料</translation>
    </message>
    <message>
        <source>{n} of {all} pages</source>
        <translation>收 {n} 页，共 {all} 页</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>此页不收</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不收</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>已裁剪</translation>
    </message>
    <message>
        <source>Drag over the page to cut it; Alt+arrows move the cut, with Shift they size it.</source>
        <translation>在页面上拖动即可裁剪；Alt+方向键移动裁剪框，加 Shift 调整大小。</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Keep with the case</source>
        <translation>收入本件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>It goes with the next decision, unless you make it a material of the case.</source>
        <translation>收入后随下一个决定提交；也可以收为本件材料。</translation>
    </message>
    <message>
        <source>One of the case's papers, or a name of its own</source>
        <translation>选择本件的材料，或另起名称</translation>
    </message>
    <message>
        <source>Give the paper a name.</source>
        <translation>请填写材料名称。</translation>
    </message>
    <message>
        <source>The clipboard has no picture and no file.</source>
        <translation>剪贴板中没有图片或文件。</translation>
    </message>
    <message>
        <source>The files are too large together: keep what is here first.</source>
        <translation>文件合计过大：请先收入已有的页面，再另收一份。</translation>
    </message>
    <message>
        <source>A paper has at most {n} pages; “{name}” has {m}: take in those that matter.</source>
        <translation>一份材料最多 {n} 页，“{name}”有 {m} 页：请只收有用的页面。</translation>
    </message>
    <message>
        <source>The paper would be larger than {n} MB: leave pages out, or take it in as several papers.</source>
        <translation>材料超过 {n} MB：请少收几页，或分成几份收取。</translation>
    </message>
    <message>
        <source>Kept with the case: {name}</source>
        <translation>已收入本件：{name}</translation>
    </message>
    <message>
        <source>From the scanner: {n} new</source>
        <translation>扫描仪有 {n} 份新文件</translation>
    </message>
    <message>
        <source>Take in ({key})</source>
        <translation>收取（{key}）</translation>
    </message>
    <message>
        <source>Not for this case</source>
        <translation>不是本件的</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Taken in at the counter {at}; went with a decision</source>
        <translation>{at} 窗口收取，已随决定提交</translation>
    </message>
    <message>
        <source>Taken in at the counter {at}; goes with the next decision</source>
        <translation>{at} 窗口收取，随下一个决定提交</translation>
    </message>
    <message>
        <source>{name}, taken in at the counter</source>
        <translation>{name}（窗口收）</translation>
    </message>
    <message>
        <source>taken in at the counter</source>
        <translation>窗口收取</translation>
    </message>
    <message>
        <source>in</source>
        <translation>收</translation>
    </message>
    <message>
        <source>What is taken in: turn, cut, leave out, move a page</source>
        <translation>收取材料时：旋转、裁剪、此页不收、移动页面</translation>
    </message>
    <message>
        <source>The lock came between: keep it again.</source>
        <translation>刚才因锁定中断，请再收入一次。</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>未审查</translation>
    </message>
    <message>
        <source>The file cannot be shown.</source>
        <translation>文件无法显示。</translation>
    </message>
    <message>
        <source>Choose a material</source>
        <translation>请选择材料</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>no end date</source>
        <translation>长期</translation>
    </message>
    <message>
        <source>The applicant has not supplied this material.</source>
        <translation>申请人没有提交这份材料。</translation>
    </message>
    <message>
        <source>Page {n}</source>
        <translation>第 {n} 页</translation>
    </message>
    <message>
        <source>The original is checked at the counter.</source>
        <translation>窗口核验原件。</translation>
    </message>
    <message>
        <source>The file asks for a password and cannot be read. Ask for it again.</source>
        <translation>文件设有密码，无法查看，请申请人重新提交。</translation>
    </message>
    <message>
        <source>The file is damaged and cannot be read. Ask for it again.</source>
        <translation>文件已损坏，无法查看，请申请人重新提交。</translation>
    </message>
    <message>
        <source>The file unfolds beyond any paper and was not opened. Ask for it again.</source>
        <translation>文件展开后过大，不是正常材料，没有打开，请申请人重新提交。</translation>
    </message>
    <message>
        <source>The file brought the viewer down. The viewer is back; do not trust the file.</source>
        <translation>该文件导致查看器异常退出，查看器已恢复。请勿采信此文件，要求重新提交。</translation>
    </message>
    <message>
        <source>What arrived differs from its registered fingerprint and was thrown away.</source>
        <translation>文件传输不完整或者已被改动，未予保存，请申请人重新提交。</translation>
    </message>
    <message>
        <source>The file is not here yet. It comes when the centre is reached again.</source>
        <translation>文件还没有取到本机，连上中心后自动获取。</translation>
    </message>
    <message>
        <source>What has happened</source>
        <translation>办理经过</translation>
    </message>
    <message>
        <source>due {day}</source>
        <translation>{day} 到期</translation>
    </message>
    <message>
        <source>after {names}</source>
        <translation>须先办{names}</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收件</translation>
    </message>
    <message>
        <source>Acceptance</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审查</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Choose a case on the left. J and K walk the list.</source>
        <translation>请在左侧选择办件。按 J、K 键上下移动。</translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation>已办 {done}/{all}</translation>
    </message>
    <message>
        <source>Deadline: {words}</source>
        <translation>期限：{words}</translation>
    </message>
    <message>
        <source>Application form</source>
        <translation>申请表</translation>
    </message>
    <message>
        <source>One-thing and history</source>
        <translation>一件事与经过</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Judgement and decision</source>
        <translation>审查与决定</translation>
    </message>
    <message>
        <source>A decision of yours came back: settle it in the outbox before going on.</source>
        <translation>您的办理结果被退回，请先在“待发”中处理。</translation>
    </message>
    <message>
        <source>Saved. It is sent as soon as the centre is reached.</source>
        <translation>已保存，连上中心即发送。</translation>
    </message>
    <message>
        <source>Saved, and on its way to the centre.</source>
        <translation>已保存，正在发往中心。</translation>
    </message>
    <message>
        <source>Saved and sent.</source>
        <translation>已保存并发送。</translation>
    </message>
    <message>
        <source>Sends in {n} s · Take back {key}</source>
        <translation>{n} 秒后发送 · 撤销 {key}</translation>
    </message>
    <message>
        <source>Take back {key}</source>
        <translation>撤销 {key}</translation>
    </message>
    <message>
        <source> (provisional)</source>
        <translation>（暂定）</translation>
    </message>
    <message>
        <source>Centre's address</source>
        <translation>中心地址</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Enter the centre's address; IT has it</source>
        <translation>请输入中心地址，可向信息科询问</translation>
    </message>
    <message>
        <source>Something unexpected happened and was noted; try again or call IT</source>
        <translation>出现意外情况，已记录，请重试或联系信息科</translation>
    </message>
    <message>
        <source>Enter your user name</source>
        <translation>请输入用户名</translation>
    </message>
    <message>
        <source>Every case gets a response</source>
        <translation>件件有回应</translation>
    </message>
    <message>
        <source>Enter your password</source>
        <translation>请输入密码</translation>
    </message>
    <message>
        <source>To be sent {n}</source>
        <translation>待发 {n}</translation>
    </message>
    <message>
        <source>○ Not synced yet</source>
        <translation>○ 尚未同步</translation>
    </message>
    <message>
        <source>Files {here}/{named}</source>
        <translation>材料 {here}/{named}</translation>
    </message>
    <message>
        <source>◐ Syncing…</source>
        <translation>◐ 正在同步…</translation>
    </message>
    <message>
        <source>This machine's clock is {n} min off the centre's; call IT.</source>
        <translation>本机时钟与中心相差 {n} 分钟，请联系信息科。</translation>
    </message>
    <message>
        <source>Action required {n}</source>
        <translation>需处理 {n}</translation>
    </message>
    <message>
        <source>● Synced {time}</source>
        <translation>● 已同步 {time}</translation>
    </message>
    <message>
        <source>● Synced {time} · lists differ</source>
        <translation>● 已同步 {time} · 核对不符</translation>
    </message>
    <message>
        <source>The centre's list and this desk's differ ({kinds}): all is read again once a day. Go on working, and tell IT.</source>
        <translation>本机与中心的清单核对不一致（{kinds}），每天从头读取一次。可照常办理，请告知信息科。</translation>
    </message>
    <message>
        <source>● Synced {time} · each minute</source>
        <translation>● 已同步 {time} · 每分钟查看</translation>
    </message>
    <message>
        <source>The centre does not announce what is new: this desk looks every minute. Nothing else is affected.</source>
        <translation>中心没有实时提醒，本机每分钟查看一次新情况，其他不受影响。</translation>
    </message>
    <message>
        <source>The centre's record has fewer words of a notice than you served: yours are kept here. Tell IT.</source>
        <translation>中心留存的文书内容比您出具的少，本机保留您出具的全文。请告知信息科。</translation>
    </message>
    <message>
        <source>○ The keyring is locked or not running: nothing is sent</source>
        <translation>○ 密钥环未解锁或未运行，暂不发送</translation>
    </message>
    <message>
        <source>○ Sign in again to send</source>
        <translation>○ 请重新登录以便发送</translation>
    </message>
    <message>
        <source>○ Offline since {time}</source>
        <translation>○ 离线 {time}</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>办件</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>{n} of these cases are with you; Enter opens one.</source>
        <translation>其中 {n} 件在您名下，按回车打开。</translation>
    </message>
    <message>
        <source>None of these cases is with you.</source>
        <translation>其中没有您名下的办件。</translation>
    </message>
    <message>
        <source>Days taken</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n}天/承诺{most}天</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>本人</translation>
    </message>
    <message>
        <source>The promise</source>
        <translation>承诺时限</translation>
    </message>
    <message>
        <source>; promised {share} under the law</source>
        <translation>；承诺时限比法定时限压缩{share}</translation>
    </message>
    <message>
        <source>A centre of version 1.0 does not tell this</source>
        <translation>1.0版接口的中心不提供这项数据</translation>
    </message>
    <message>
        <source>A colleague's case</source>
        <translation>同事的办件</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>看表格</translation>
    </message>
    <message>
        <source>By the promised day</source>
        <translation>承诺时限内</translation>
    </message>
    <message>
        <source>By the statutory day</source>
        <translation>法定时限内</translation>
    </message>
    <message>
        <source>Colleague</source>
        <translation>同事</translation>
    </message>
    <message>
        <source>Decided on time</source>
        <translation>按时办结</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>评价等级</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>办件类型</translation>
    </message>
    <message>
        <source>Instant items</source>
        <translation>即办件占比</translation>
    </message>
    <message>
        <source>My department's</source>
        <translation>本部门</translation>
    </message>
    <message>
        <source>Nobody has rated yet</source>
        <translation>还没有评价</translation>
    </message>
    <message>
        <source>Nothing came in these days</source>
        <translation>这段时间没有收件</translation>
    </message>
    <message>
        <source>Nothing was decided in these days</source>
        <translation>这段时间没有办结的办件</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>好差评</translation>
    </message>
    <message>
        <source>Away until</source>
        <translation>外出至</translation>
    </message>
    <message>
        <source>Cases of the clerk</source>
        <translation>该人员的办件</translation>
    </message>
    <message>
        <source>Clerk</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Hand a colleague's case over</source>
        <translation>移交同事名下的办件</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Hand over…</source>
        <translation>移交…</translation>
    </message>
    <message>
        <source>Hand over…  {key}</source>
        <translation>移交…  {key}</translation>
    </message>
    <message>
        <source>Is going to</source>
        <translation>拟移交</translation>
    </message>
    <message>
        <source>Pick a colleague from the list.</source>
        <translation>请从列表中选择同事。</translation>
    </message>
    <message>
        <source>Saved: to be handed over</source>
        <translation>已保存，即将移交</translation>
    </message>
    <message>
        <source>Say why.</source>
        <translation>请写明理由。</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>The centre has not told of your team yet.</source>
        <translation>还没有收到本部门的办件分布。</translation>
    </message>
    <message>
        <source>This centre is of version 1.0 and does not tell of a team.</source>
        <translation>贵市中心的接口为1.0版，不提供部门的办件分布。</translation>
    </message>
    <message>
        <source>To sign</source>
        <translation>待签发</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>移交给</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>另有 {n} 件</translation>
    </message>
    <message>
        <source>{n} open, {late} overdue</source>
        <translation>在办 {n} 件，超期 {late} 件</translation>
    </message>
    <message>
        <source>{who}: {n} open</source>
        <translation>{who}：在办 {n} 件</translation>
    </message>
    <message>
        <source>{who}, away until {day}</source>
        <translation>{who}（外出至 {day}）</translation>
    </message>
    <message>
        <source>(no words)</source>
        <translation>（没有留言）</translation>
    </message>
    <message>
        <source>Every rating has its reply</source>
        <translation>评价都已答复</translation>
    </message>
    <message>
        <source>Nobody has rated a case of yours yet.</source>
        <translation>您名下的办件还没有评价。</translation>
    </message>
    <message>
        <source>Rated on</source>
        <translation>评价日期</translation>
    </message>
    <message>
        <source>Reply by</source>
        <translation>最后答复日</translation>
    </message>
    <message>
        <source>Reply by: {day}</source>
        <translation>最后答复日：{day}</translation>
    </message>
    <message>
        <source>Reply, which the applicant reads</source>
        <translation>答复（申请人可见）</translation>
    </message>
    <message>
        <source>Send the reply</source>
        <translation>发送答复</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>answered, to be sent</source>
        <translation>已答复，待发送</translation>
    </message>
    <message>
        <source>{n} to be answered, {bad} of them bad</source>
        <translation>待答复 {n} 条，其中差评 {bad} 条</translation>
    </message>
    <message>
        <source>▲ {day} is past</source>
        <translation>▲ {day} 已过</translation>
    </message>
    <message>
        <source>◆ today</source>
        <translation>◆ 今天</translation>
    </message>
    <message>
        <source>; the centre names no last day</source>
        <translation>；中心没有给出最后答复日</translation>
    </message>
    <message>
        <source>The reply is saved</source>
        <translation>答复已保存</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Received and decided by day</source>
        <translation>每日收件与办结</translation>
    </message>
    <message>
        <source>Received and decided by week</source>
        <translation>每周收件与办结</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>实际用时</translation>
    </message>
    <message>
        <source>The hall's</source>
        <translation>全大厅</translation>
    </message>
    <message>
        <source>The law allows</source>
        <translation>法定时限</translation>
    </message>
    <message>
        <source>This centre is of version 1.0: it tells the hall's departments alone, and neither days nor ratings. {since} to {until}</source>
        <translation>贵市中心的接口为1.0版，只有全大厅各部门的数据，没有按日数据和评价（{since} 至 {until}）</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Week from</source>
        <translation>周（起始日）</translation>
    </message>
    <message>
        <source>What is shown was said of {since} to {until}.</source>
        <translation>现在显示的是 {since} 至 {until} 的数据。</translation>
    </message>
    <message>
        <source>With a promise</source>
        <translation>承诺件</translation>
    </message>
    <message>
        <source>Working days: law, promise, taken</source>
        <translation>办理时限（工作日）</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>近{n}天</translation>
    </message>
    <message>
        <source>{n} decided after the promised day</source>
        <translation>超过承诺时限办结 {n} 件</translation>
    </message>
    <message>
        <source>{n} ratings, {share} content</source>
        <translation>共 {n} 条评价，满意率 {share}</translation>
    </message>
    <message>
        <source>{n} days on average</source>
        <translation>平均用时{n}个工作日</translation>
    </message>
    <message>
        <source>{path} could not be written: {why}</source>
        <translation>无法写入 {path}：{why}</translation>
    </message>
    <message>
        <source>{received} received, {decided} decided</source>
        <translation>收件 {received} 件，办结 {decided} 件</translation>
    </message>
    <message>
        <source>{share} of what came is decided on the spot</source>
        <translation>收件中即办件占 {share}</translation>
    </message>
    <message>
        <source>{title}: as a table</source>
        <translation>{title}：看表格</translation>
    </message>
    <message>
        <source>{who} — Jianjian</source>
        <translation>{who} — 件件</translation>
    </message>
    <message>
        <source>To do {todo}    Due today {today}    Corrected {returned}    Overdue {late}</source>
        <translation>待办 {todo}　　今天到期 {today}　　补正返回 {returned}　　超期 {late}</translation>
    </message>
    <message>
        <source>Clerk's menu</source>
        <translation>个人菜单</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>About Jianjian</source>
        <translation>关于件件</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>办件</translation>
    </message>
    <message>
        <source>Go on to the next case after a decision</source>
        <translation>作出决定后打开下一件</translation>
    </message>
    <message>
        <source>Notify me of what comes while I am elsewhere</source>
        <translation>有新情况时弹出系统通知</translation>
    </message>
    <message>
        <source>Says the item and how many, never a name.</source>
        <translation>只显示事项和件数，不显示申请人姓名。</translation>
    </message>
    <message>
        <source>Sent after</source>
        <translation>延时发送</translation>
    </message>
    <message>
        <source>So long a decision can be taken back with Ctrl+Z; 0 sends it at once.</source>
        <translation>在此时间内可按 Ctrl+Z 撤销；设为 0 则立即发送。</translation>
    </message>
    <message>
        <source>Fixed by IT.</source>
        <translation>由信息科统一设定。</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>识读材料</translation>
    </message>
    <message>
        <source>Scans, photos</source>
        <translation>扫描件、照片</translation>
    </message>
    <message>
        <source>Reading part</source>
        <translation>识读组件</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>It reads on this machine alone, with 1.2 GB of memory at most, and sends nothing.</source>
        <translation>只在本机识读，占内存至多 1.2 GB，不上传任何内容。</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>Not recognised</source>
        <translation>不识别</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>没有安装</translation>
    </message>
    <message>
        <source>No page recognised here yet</source>
        <translation>本机还没有识别过</translation>
    </message>
    <message>
        <source>{n} s a page</source>
        <translation>每页 {n} 秒</translation>
    </message>
    <message>
        <source>Version {version} is ready</source>
        <translation>新版本 {version} 已备好</translation>
    </message>
    <message>
        <source>IT installs it after the shift; nothing starts by itself. Go on working.</source>
        <translation>由信息科在下班后安装，不会自行启动，请继续办理。</translation>
    </message>
    <message>
        <source>Version {version} is ready for IT to install.</source>
        <translation>新版本 {version} 已备好，可由信息科安装。</translation>
    </message>
    <message>
        <source>{version} is ready for IT to install</source>
        <translation>{version} 已备好，待信息科安装</translation>
    </message>
    <message>
        <source>{version} and its reading part are ready for IT to install</source>
        <translation>{version} 及其识读组件已备好，待信息科安装</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>○ Too old to send: tell IT</source>
        <translation>○ 版本过旧，不能发送：请告知信息科</translation>
    </message>
    <message>
        <source>The desk broke off the last time: noted for IT, and no decision is lost.</source>
        <translation>上次软件异常退出，已为信息科记录，办理结果没有丢失。</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Locks after</source>
        <translation>自动锁定</translation>
    </message>
    <message>
        <source>At rest; IT allows up to {n} min.</source>
        <translation>无操作满此时间即锁定；信息科规定最长 {n} 分钟。</translation>
    </message>
    <message>
        <source>Scanner's folder</source>
        <translation>扫描文件夹</translation>
    </message>
    <message>
        <source>The scanner's folder</source>
        <translation>选择扫描文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>None chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>The system's printer</source>
        <translation>系统默认打印机</translation>
    </message>
    <message>
        <source>The cards of the first start</source>
        <translation>重看入门卡片</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>接口版本</translation>
    </message>
    <message>
        <source>asking the centre…</source>
        <translation>正在询问中心…</translation>
    </message>
    <message>
        <source>Last sync</source>
        <translation>上次同步</translation>
    </message>
    <message>
        <source>Built on</source>
        <translation>运行环境</translation>
    </message>
    <message>
        <source>Components and licences</source>
        <translation>组成部分与许可协议</translation>
    </message>
    <message>
        <source>Component or licence</source>
        <translation>按组成部分或许可协议查找</translation>
    </message>
    <message>
        <source>Licence's text</source>
        <translation>许可协议全文</translation>
    </message>
    <message>
        <source>Copy for IT</source>
        <translation>复制给信息科</translation>
    </message>
    <message>
        <source>Apache-2.0; its components have licences of their own.</source>
        <translation>本软件以 Apache-2.0 许可；各组成部分另有许可协议。</translation>
    </message>
    <message>
        <source>not since the desk was opened</source>
        <translation>本次打开后尚未同步</translation>
    </message>
    <message>
        <source>{time}, just now</source>
        <translation>{time}，刚刚</translation>
    </message>
    <message>
        <source>{time}, {n} min ago</source>
        <translation>{time}，{n} 分钟前</translation>
    </message>
    <message>
        <source>{time}, {n} h ago</source>
        <translation>{time}，{n} 小时前</translation>
    </message>
    <message>
        <source>{time}, {n} days ago</source>
        <translation>{time}，{n} 天前</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎使用</translation>
    </message>
    <message>
        <source>The list</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>What is due first stands on top, with the reason in words. Enter opens a case.</source>
        <translation>快到期的办件排在最上面，并写明原因。按 Enter 打开办件。</translation>
    </message>
    <message>
        <source>The paper</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>The applicant's papers in the middle: 1 to 9 choose one, Y is fit, N is unfit.</source>
        <translation>申请材料在屏幕中间：按 1 至 9 选择材料，Y 为合格，N 为不合格。</translation>
    </message>
    <message>
        <source>The keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>{decide} decides, {search} finds cases, items and commands, ? shows all keys.</source>
        <translation>{decide} 作出决定，{search} 搜索办件、事项和命令，? 查看全部快捷键。</translation>
    </message>
    <message>
        <source>Skip (Esc)</source>
        <translation>跳过（Esc）</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Begin work</source>
        <translation>开始工作</translation>
    </message>
    <message>
        <source>{words} ({key})</source>
        <translation>{words}（{key}）</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Handbook</source>
        <translation>操作手册</translation>
    </message>
    <message>
        <source>Handbook, at the page for this place</source>
        <translation>操作手册，翻到说明此处的一页</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部快捷键</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Find in the handbook</source>
        <translation>在手册中查找</translation>
    </message>
    <message>
        <source>Pages of the handbook</source>
        <translation>手册目录</translation>
    </message>
    <message>
        <source>Open the handbook</source>
        <translation>翻到这一页</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Next, previous case</source>
        <translation>下一件、上一件</translation>
    </message>
    <message>
        <source>Material 1 to 9</source>
        <translation>第 1 至 9 份材料</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>作出办理</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>立即与中心同步</translation>
    </message>
    <message>
        <source>{n} cases claimed; they are on their way.</source>
        <translation>已领 {n} 件，稍后出现在列表中。</translation>
    </message>
    <message>
        <source>The pool has nothing for you now.</source>
        <translation>待领池中没有可领的办件。</translation>
    </message>
    <message>
        <source>to be sent</source>
        <translation>待发</translation>
    </message>
    <message>
        <source>No cases here.</source>
        <translation>没有办件。</translation>
    </message>
    <message>
        <source>Narrow the list</source>
        <translation>筛选列表</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>扫码枪</translation>
    </message>
    <message>
        <source>Open the case of a number</source>
        <translation>打开扫到编号的办件</translation>
    </message>
    <message>
        <source>Leave the field, then the sheet; another page for the cases</source>
        <translation>离开输入框，再按返回意见；从其他页面回到办件</translation>
    </message>
    <message>
        <source>Finish or leave what you are deciding, then scan again.</source>
        <translation>请先办完或返回当前办理，再扫码。</translation>
    </message>
    <message>
        <source>No case of yours has the number {no}.</source>
        <translation>您名下没有编号为 {no} 的办件。</translation>
    </message>
    <message>
        <source>One thing</source>
        <translation>一件事</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Reading your cases: {done} of {total}</source>
        <translation>正在读取办件：{done}/{total}</translation>
    </message>
    <message>
        <source>No cases have been read yet. They come as soon as the centre is reached.</source>
        <translation>还没有读取办件，连上中心后自动读取。</translation>
    </message>
    <message>
        <source>No case fits. Clear the search or choose another filter.</source>
        <translation>没有符合的办件，请清除搜索或改换筛选。</translation>
    </message>
    <message>
        <source>Nothing to do. Claim a case from the pool if you like.</source>
        <translation>没有待办，可以从待领池领件。</translation>
    </message>
    <message>
        <source>First reading</source>
        <translation>首次读取</translation>
    </message>
    <message>
        <source>All dates</source>
        <translation>全部期限</translation>
    </message>
    <message>
        <source>Claim a case</source>
        <translation>领件</translation>
    </message>
    <message>
        <source>To do {n}</source>
        <translation>待办 {n}</translation>
    </message>
    <message>
        <source>Waiting {n}</source>
        <translation>等待 {n}</translation>
    </message>
    <message>
        <source>Closed {n}</source>
        <translation>办结 {n}</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>超期</translation>
    </message>
    <message>
        <source>Near</source>
        <translation>临期</translation>
    </message>
    <message>
        <source>In time</source>
        <translation>期内</translation>
    </message>
    <message>
        <source>{action}: {why}</source>
        <translation>{action}：{why}</translation>
    </message>
    <message>
        <source>Why is nothing else available?</source>
        <translation>其他操作为何不可用？</translation>
    </message>
    <message>
        <source>Approve with conditions</source>
        <translation>附条件准予</translation>
    </message>
    <message>
        <source>Approve with particulars</source>
        <translation>准予（填写载明事项）</translation>
    </message>
    <message>
        <source>What is permitted</source>
        <translation>准予的范围</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Number, where it has one already</source>
        <translation>编号（已有的填写）</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>有效期起</translation>
    </message>
    <message>
        <source>Valid until, this day included</source>
        <translation>有效期止（含当日）</translation>
    </message>
    <message>
        <source>{why} (and {n} more)</source>
        <translation>{why}（另有 {n} 项）</translation>
    </message>
    <message>
        <source>Accepted although these are missing; each is to come by its day.</source>
        <translation>下列材料暂缺，先予受理，请写明各项补交日期。</translation>
    </message>
    <message>
        <source>Approval waits until they are in.</source>
        <translation>补齐前不能作出准予决定。</translation>
    </message>
    <message>
        <source>The applicant's written commitment</source>
        <translation>申请人的书面承诺</translation>
    </message>
    <message>
        <source>Not taken in yet</source>
        <translation>尚未收取</translation>
    </message>
    <message>
        <source>Take in the commitment…</source>
        <translation>收取承诺书…</translation>
    </message>
    <message>
        <source>Conditions, with their legal basis</source>
        <translation>附带条件（写明法律依据）</translation>
    </message>
    <message>
        <source>Another ground</source>
        <translation>再加一条理由</translation>
    </message>
    <message>
        <source>Very satisfied</source>
        <translation>非常满意</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Fairly satisfied</source>
        <translation>基本满意</translation>
    </message>
    <message>
        <source>Dissatisfied</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Very dissatisfied</source>
        <translation>非常不满意</translation>
    </message>
    <message>
        <source>{rating}: {words}</source>
        <translation>{rating}：{words}</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Print notice</source>
        <translation>打印文书</translation>
    </message>
    <message>
        <source>Not served yet: this is how it will read.</source>
        <translation>尚未送出，以下为将要作出的文书。</translation>
    </message>
    <message>
        <source>The centre has not given out its number yet: print it for service then.</source>
        <translation>中心尚未编发文号，编号后再打印送达。</translation>
    </message>
    <message>
        <source>The notice was not printed. Check the printer and print it again.</source>
        <translation>文书没有打印出来。请检查打印机后再打印。</translation>
    </message>
    <message>
        <source>This machine has no printer: ask IT to set one up.</source>
        <translation>本机没有打印机，请联系信息科安装。</translation>
    </message>
    <message>
        <source>The printer “{name}” is stopped and nothing was printed. Choose another one, or ask IT to resume it.</source>
        <translation>打印机“{name}”已停用，文书没有打印。请换一台打印机，或请信息科恢复后再打印。</translation>
    </message>
    <message>
        <source>The printer's queue refused the notice; ask IT to look at it: {why}</source>
        <translation>打印队列没有接收，文书没有打印。请联系信息科检查打印机：{why}</translation>
    </message>
    <message>
        <source>Deliver by</source>
        <translation>送达期限</translation>
    </message>
    <message>
        <source>Promised</source>
        <translation>承诺期限</translation>
    </message>
    <message>
        <source>Statutory</source>
        <translation>法定期限</translation>
    </message>
    <message>
        <source>Accept by</source>
        <translation>受理期限</translation>
    </message>
    <message>
        <source>Applicant corrects by</source>
        <translation>申请人补正期限</translation>
    </message>
    <message>
        <source>No deadline is running.</source>
        <translation>现在没有正在计算的期限。</translation>
    </message>
    <message>
        <source>{counted} counted, {left} left</source>
        <translation>已计 {counted} 个工作日，还剩 {left} 个工作日</translation>
    </message>
    <message>
        <source>{n} working days late</source>
        <translation>已超过 {n} 个工作日</translation>
    </message>
    <message>
        <source>1 working day late</source>
        <translation>已超过 1 个工作日</translation>
    </message>
    <message>
        <source>Deferred material brought</source>
        <translation>已补交容缺材料</translation>
    </message>
    <message>
        <source>The centre was restored from a backup and lost it: to be sent again</source>
        <translation>中心从备份恢复后缺少本项：即将重新发送</translation>
    </message>
    <message>
        <source>Action required: the centre was restored from a backup and lost this</source>
        <translation>需要处理：中心从备份恢复后缺少本项</translation>
    </message>
    <message>
        <source> (sent again after the centre was restored)</source>
        <translation>（中心恢复后已重新发送）</translation>
    </message>
    <message>
        <source>The saved cases were damaged</source>
        <translation>本机保存的办件有损坏</translation>
    </message>
    <message>
        <source>{actions} decisions and {drafts} drafts were saved; the cases are fetched again.</source>
        <translation>已抢救 {actions} 项办理结果和 {drafts} 处草稿，办件正在重新同步。</translation>
    </message>
    <message>
        <source>Some could not be read. Check today's decisions, and tell IT: the damaged file was set aside and not deleted.</source>
        <translation>有一部分读不出来。请核对今天的办理结果，并告知信息科：损坏的文件已另存，没有删除。</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Copy my words</source>
        <translation>复制我写的内容</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登录</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Password of {name}</source>
        <translation>{name} 的密码</translation>
    </message>
    <message>
        <source>Your sign-in has expired. Go on working if you like: what you decide is kept and is sent once you have signed in.</source>
        <translation>登录已过期。可以继续办理：您的办理结果都会保存，重新登录后自动发送。</translation>
    </message>
    <message>
        <source>○ Waiting until {time}, as the centre asked</source>
        <translation>○ 按中心要求，等到 {time} 再发送</translation>
    </message>
    <message>
        <source>Alt+arrows move the mark, Alt+Shift+arrows size it</source>
        <translation>Alt+方向键移动标记框，Alt+Shift+方向键调整大小</translation>
    </message>
    <message>
        <source>Ask for correction of what is marked</source>
        <translation>就所标记的问题要求补正</translation>
    </message>
    <message>
        <source>Cannot be searched</source>
        <translation>无法查找</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>尚未识读</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对照材料</translation>
    </message>
    <message>
        <source>Find in this material</source>
        <translation>在本材料中查找</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>适合整页</translation>
    </message>
    <message>
        <source>Hit before</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Mark with the mouse</source>
        <translation>用鼠标标记</translation>
    </message>
    <message>
        <source>Mark {n} on page {page}</source>
        <translation>第 {page} 页标记 {n}</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>页面缩略图</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排对照</translation>
    </message>
    <message>
        <source>Take off mark {n}</source>
        <translation>去掉标记 {n}</translation>
    </message>
    <message>
        <source>What is the matter here</source>
        <translation>此处有何问题</translation>
    </message>
    <message>
        <source>{name}, page {n} of {all}</source>
        <translation>{name}，第 {n} 页，共 {all} 页</translation>
    </message>
    <message>
        <source>{name}, round {n}</source>
        <translation>{name}（第 {n} 轮）</translation>
    </message>
    <message>
        <source>Any item</source>
        <translation>全部事项</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>Choose several cases</source>
        <translation>选择多个办件</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>领取</translation>
    </message>
    <message>
        <source>Claim cases</source>
        <translation>领取办件</translation>
    </message>
    <message>
        <source>Clear the filter: {words}</source>
        <translation>清除筛选：{words}</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Fit, unfit, unclear</source>
        <translation>合格、不合格、存疑</translation>
    </message>
    <message>
        <source>Group by one-thing</source>
        <translation>按一件事归并</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Larger, smaller, fit width, fit page</source>
        <translation>放大、缩小、适合页宽、适合整页</translation>
    </message>
    <message>
        <source>List</source>
        <translation>办件列表</translation>
    </message>
    <message>
        <source>List with columns</source>
        <translation>表格列表</translation>
    </message>
    <message>
        <source>Mark a place</source>
        <translation>标记一处</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>More filters</source>
        <translation>更多筛选</translation>
    </message>
    <message>
        <source>Move the mark; with Shift, size it</source>
        <translation>移动标记框；加 Shift 调整大小</translation>
    </message>
    <message>
        <source>Not an instant item: approve it by itself</source>
        <translation>非即办件，请单独办理</translation>
    </message>
    <message>
        <source>Nothing to take back: everything has been sent.</source>
        <translation>没有可撤销的：都已发送。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>办件编号</translation>
    </message>
    <message>
        <source>Signing opinion, where none is written yet</source>
        <translation>签发意见（未填写意见的办件用此意见）</translation>
    </message>
    <message>
        <source>Opinion, where none is written yet</source>
        <translation>审查意见（未填写意见的办件用此意见）</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>待领池</translation>
    </message>
    <message>
        <source>Pool…</source>
        <translation>待领池…</translation>
    </message>
    <message>
        <source>Previous, next material</source>
        <translation>上一份、下一份材料</translation>
    </message>
    <message>
        <source>Remove a saved filter</source>
        <translation>删除已存筛选</translation>
    </message>
    <message>
        <source>Save this filter</source>
        <translation>保存筛选</translation>
    </message>
    <message>
        <source>Save this filter…</source>
        <translation>保存当前筛选…</translation>
    </message>
    <message>
        <source>Select the page's words, copy</source>
        <translation>选中本页文字、复制</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Take back the last decision, if it is not sent</source>
        <translation>撤销上一个尚未发送的决定</translation>
    </message>
    <message>
        <source>Taken back: {action}, {no}</source>
        <translation>已撤销：{action}，{no}</translation>
    </message>
    <message>
        <source>Tick the items you want, or none for any. The centre chooses among them; a single case cannot be picked.</source>
        <translation>勾选要领的事项，不勾则不限。由中心分配，不能指定某一件。</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>到办件列表</translation>
    </message>
    <message>
        <source>To the next part of the window</source>
        <translation>到窗口的下一区域</translation>
    </message>
    <message>
        <source>To the opinion</source>
        <translation>到审查意见</translation>
    </message>
    <message>
        <source>To the pages</source>
        <translation>到材料页面</translation>
    </message>
    <message>
        <source>To the review checklist</source>
        <translation>到审查要点</translation>
    </message>
    <message>
        <source>What it waits for</source>
        <translation>办理进展</translation>
    </message>
    <message>
        <source>Why this deadline</source>
        <translation>期限怎么算的</translation>
    </message>
    <message>
        <source>first due {day}</source>
        <translation>最早 {day} 到期</translation>
    </message>
    <message>
        <source>{action} ({n})</source>
        <translation>{action}（{n} 件）</translation>
    </message>
    <message>
        <source>{action}: {n} cases saved.</source>
        <translation>{action}：{n} 件已保存。</translation>
    </message>
    <message>
        <source>{n} cases chosen</source>
        <translation>已选 {n} 件</translation>
    </message>
    <message>
        <source>{n} cases chosen; the first {most} at once</source>
        <translation>已选 {n} 件，一次最多办前 {most} 件</translation>
    </message>
    <message>
        <source>✎ corrected, was: {old}</source>
        <translation>✎ 已更正，原为：{old}</translation>
    </message>
    <message>
        <source>asked for: {fault}</source>
        <translation>补正要求：{fault}</translation>
    </message>
    <message>
        <source>Corrected and resubmitted {day}</source>
        <translation>{day} 补正后重新提交</translation>
    </message>
    <message>
        <source>Correction asked for {day}</source>
        <translation>{day} 已要求补正</translation>
    </message>
    <message>
        <source>✎ Form changed: {names}</source>
        <translation>✎ 申请表有改动：{names}</translation>
    </message>
    <message>
        <source>✎ Brought again: {names}</source>
        <translation>✎ 重新提交的材料：{names}</translation>
    </message>
    <message>
        <source>No articles speak of this item yet.</source>
        <translation>本事项暂无指南和问答。</translation>
    </message>
    <message>
        <source> (if there is one)</source>
        <translation>（如有）</translation>
    </message>
    <message>
        <source>Working days: {statutory} by law, {promised} promised</source>
        <translation>法定 {statutory} 个工作日，承诺 {promised} 个工作日</translation>
    </message>
    <message>
        <source>Working days: {promised} promised; the item names no statutory limit</source>
        <translation>承诺 {promised} 个工作日；本事项未列明法定期限</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>办理条件</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>收费</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>办事指南</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>常见问题</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>政策</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>申请表</translation>
    </message>
    <message>
        <source>History</source>
        <translation>一件事与经过</translation>
    </message>
    <message>
        <source>This material: {verdict}</source>
        <translation>本材料：{verdict}</translation>
    </message>
    <message>
        <source>Legal rep.</source>
        <translation>法定代表人</translation>
    </message>
    <message>
        <source>All scenes</source>
        <translation>全部一件事</translation>
    </message>
    <message>
        <source>Materials</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>Search cases, items, policies ({key})</source>
        <translation>搜索办件、事项、政策 ({key})</translation>
    </message>
    <message>
        <source>Number, name, address, item or question; pinyin too</source>
        <translation>编号、姓名、地址、事项、问题，也可用拼音</translation>
    </message>
    <message>
        <source>more than these</source>
        <translation>还有更多</translation>
    </message>
    <message>
        <source>Type any part of it: 王, 320104, kuaican, kcd, 房本 …</source>
        <translation>输入其中任意一段：王、320104、kuaican、kcd、房本……</translation>
    </message>
    <message>
        <source>Nothing of yours has this. Try fewer words, or pinyin.</source>
        <translation>没有找到。可以少输几个字，或者改用拼音。</translation>
    </message>
    <message>
        <source>Its cases</source>
        <translation>查看办件</translation>
    </message>
    <message>
        <source>Cases of the item</source>
        <translation>该事项的办件</translation>
    </message>
    <message>
        <source>What is chosen</source>
        <translation>所选内容</translation>
    </message>
    <message>
        <source>by its sound</source>
        <translation>同音</translation>
    </message>
    <message>
        <source>by a keyword</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>its {paper} says so</source>
        <translation>见于“{paper}”</translation>
    </message>
    <message>
        <source>nearly so</source>
        <translation>相近</translation>
    </message>
    <message>
        <source>Working days promised: {n}</source>
        <translation>承诺 {n} 个工作日</translation>
    </message>
    <message>
        <source>{n} items</source>
        <translation>{n} 个事项</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>One-things</source>
        <translation>一件事</translation>
    </message>
    <message>
        <source>Opened last</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Likely now</source>
        <translation>常用命令</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>常见问题</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>政策文件</translation>
    </message>
    <message>
        <source>From the centre</source>
        <translation>中心补充结果</translation>
    </message>
    <message>
        <source>Perhaps you meant</source>
        <translation>您要找的可能是</translation>
    </message>
    <message>
        <source>Guide, questions and policies of the item</source>
        <translation>本事项的指南、问答和政策</translation>
    </message>
    <message>
        <source>Waits for {names}</source>
        <translation>等待：{names}</translation>
    </message>
    <message>
        <source>{names} is out</source>
        <translation>{names}已出</translation>
    </message>
    <message>
        <source>Withdrawn by the applicant</source>
        <translation>申请人撤回</translation>
    </message>
    <message>
        <source>Receive materials</source>
        <translation>收取材料</translation>
    </message>
    <message>
        <source>Put right on the spot</source>
        <translation>当场更正</translation>
    </message>
    <message>
        <source>What is put right</source>
        <translation>更正哪一项</translation>
    </message>
    <message>
        <source>What it says from now on</source>
        <translation>更正为</translation>
    </message>
    <message>
        <source>Another field</source>
        <translation>再更正一项</translation>
    </message>
    <message>
        <source>How the applicant confirmed it</source>
        <translation>申请人如何确认</translation>
    </message>
    <message>
        <source>Ways to confirm</source>
        <translation>确认方式</translation>
    </message>
    <message>
        <source>Take in the signed form…</source>
        <translation>收取签名的申请表…</translation>
    </message>
    <message>
        <source>✎ put right at the counter, was: {old}</source>
        <translation>✎ 当场更正，原为：{old}</translation>
    </message>
    <message>
        <source>For the correction</source>
        <translation>补正材料</translation>
    </message>
    <message>
        <source>A deferred material</source>
        <translation>容缺补交材料</translation>
    </message>
    <message>
        <source>An addition</source>
        <translation>补充材料</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不收取</translation>
    </message>
    <message>
        <source>No paper was taken in yet.</source>
        <translation>尚未收取文件。</translation>
    </message>
    <message>
        <source>Take in a paper…</source>
        <translation>收取文件…</translation>
    </message>
    <message>
        <source>Asked for:
{faults}</source>
        <translation>告知补正的内容：
{faults}</translation>
    </message>
    <message>
        <source>All of it is here: the correction ends</source>
        <translation>补正材料已经收齐，补正结束</translation>
    </message>
    <message>
        <source>Make it a material…</source>
        <translation>收为本件材料…</translation>
    </message>
    <message>
        <source>Terminate</source>
        <translation>终止办理</translation>
    </message>
    <message>
        <source>Withdrawn in writing</source>
        <translation>书面撤回申请</translation>
    </message>
    <message>
        <source>Not corrected, so given up</source>
        <translation>逾期未补正，视为放弃</translation>
    </message>
    <message>
        <source>The applicant or the matter is no more</source>
        <translation>申请人或者申请事项已不存在</translation>
    </message>
    <message>
        <source>How the applicant withdrew, as the notice says it</source>
        <translation>撤回情况（写入文书）</translation>
    </message>
    <message>
        <source>Take in the written withdrawal…</source>
        <translation>收取书面撤回申请…</translation>
    </message>
    <message>
        <source>Result of another department</source>
        <translation>其他部门结果</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>一单清</translation>
    </message>
    <message>
        <source>Write to a department</source>
        <translation>发消息给部门</translation>
    </message>
    <message>
        <source>The whole one-thing</source>
        <translation>一件事全貌</translation>
    </message>
    <message>
        <source>Open a case: its one-thing is shown here, whole.</source>
        <translation>请先打开一个办件，这里显示它所属的一件事。</translation>
    </message>
    <message>
        <source>To department</source>
        <translation>发给部门</translation>
    </message>
    <message>
        <source>What the other department should know</source>
        <translation>需要对方部门知道或者处理的事</translation>
    </message>
    <message>
        <source>Send message</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Decided together by {day}</source>
        <translation>联合办理期限 {day}</translation>
    </message>
    <message>
        <source>Departments together</source>
        <translation>联合办理</translation>
    </message>
    <message>
        <source>No result is out yet.</source>
        <translation>还没有结果发出</translation>
    </message>
    <message>
        <source>Nothing is shared yet.</source>
        <translation>还没有共享信息</translation>
    </message>
    <message>
        <source>→ {to}  to be sent</source>
        <translation>→ {to}  待发</translation>
    </message>
    <message>
        <source>No department has written yet.</source>
        <translation>还没有部门留言</translation>
    </message>
    <message>
        <source>Results and licences</source>
        <translation>办理结果和证照</translation>
    </message>
    <message>
        <source>Shared facts</source>
        <translation>共享信息</translation>
    </message>
    <message>
        <source>Messages between departments</source>
        <translation>部门间消息</translation>
    </message>
    <message>
        <source>One-thing</source>
        <translation>一件事</translation>
    </message>
    <message>
        <source>The pages of the rail, from the top</source>
        <translation>左侧各页，自上而下</translation>
    </message>
    <message>
        <source>The whole one-thing of the case</source>
        <translation>本办件所属的一件事</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>一件事</translation>
    </message>
    <message>
        <source>Look up again</source>
        <translation>重新查询</translation>
    </message>
    <message>
        <source>Shared with the case</source>
        <translation>随件共享</translation>
    </message>
    <message>
        <source>Asking the licence register…</source>
        <translation>正在查询电子证照库……</translation>
    </message>
    <message>
        <source>Offline, and this was never looked up: ask for the paper or look later.</source>
        <translation>离线，且从未查询过：请申请人提交纸质材料，或者稍后再查。</translation>
    </message>
    <message>
        <source>Looked up {when}</source>
        <translation>查询于 {when}</translation>
    </message>
    <message>
        <source>Offline: this is the answer of {when}</source>
        <translation>离线：这是 {when} 的查询结果</translation>
    </message>
    <message>
        <source>Accepted in lieu of the paper original.</source>
        <translation>可以代替纸质材料。</translation>
    </message>
    <message>
        <source>Not accepted in lieu of the paper original: ask for the paper.</source>
        <translation>不能代替纸质材料：请申请人提交。</translation>
    </message>
    <message>
        <source>No {kind} of the applicant's is registered: ask for the paper.</source>
        <translation>未调取到申请人的{kind}：请申请人提交纸质材料。</translation>
    </message>
    <message>
        <source>Holder</source>
        <translation>持证人</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>发证机关</translation>
    </message>
    <message>
        <source>Also on it</source>
        <translation>证照还载明</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>Electronic licence</source>
        <translation>电子证照</translation>
    </message>
    <message>
        <source>Only its cases</source>
        <translation>只看练习办件</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>交卷</translation>
    </message>
    <message>
        <source>Drill: {done} of {all} decided, {spent}</source>
        <translation>练习：已办 {done} / {all} 件，用时 {spent}</translation>
    </message>
    <message>
        <source>The drill has begun: {n} cases. They are on their way.</source>
        <translation>练习开始：共 {n} 件，正在取回。</translation>
    </message>
    <message>
        <source>Drill</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>You are given cases nobody has touched; some have mistakes. Judge them as you always do: unfit materials, what is to be corrected, grounds of a denial. Hand in at the end and see which mistakes you found.</source>
        <translation>从没有人办过的办件中抽取若干件，其中一部分有错误。照常审查办理：判定不合格的材料、写明需要补正的内容或不予许可的理由。办完后交卷，看看找出了哪些错误。</translation>
    </message>
    <message>
        <source>A drill is running; beginning anew leaves it without a result.</source>
        <translation>有一次练习还没有交卷；重新开始后，那次练习不再评分。</translation>
    </message>
    <message>
        <source>Last result</source>
        <translation>上次成绩单</translation>
    </message>
    <message>
        <source>No untouched case is left for you. Open the practice centre anew.</source>
        <translation>没有可供练习的新办件了。请重新打开练习中心。</translation>
    </message>
    <message>
        <source>Drill result</source>
        <translation>练习成绩单</translation>
    </message>
    <message>
        <source>These {n} cases</source>
        <translation>只看这 {n} 件</translation>
    </message>
    <message>
        <source>Cases of the drill</source>
        <translation>练习办件</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>办件</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>What was in it, and what became of it</source>
        <translation>其中的错误及结果</translation>
    </message>
    <message>
        <source>By kind of mistake</source>
        <translation>按错误种类</translation>
    </message>
    <message>
        <source>Mistake</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Practice · drill…</source>
        <translation>练习中心 · 开始练习…</translation>
    </message>
    <message>
        <source>Drill…</source>
        <translation>练习…</translation>
    </message>
    <message>
        <source>Old password</source>
        <translation>原密码</translation>
    </message>
    <message>
        <source>Go on, set the old cases aside</source>
        <translation>不用原密码，另存原有办件后继续</translation>
    </message>
    <message>
        <source>Jianjian · locked</source>
        <translation>件件 · 已锁定</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Another clerk…</source>
        <translation>换人登录…</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>What you typed is saved. Unlocking brings you back to it.</source>
        <translation>已输入的内容都已保存，解锁后回到原处。</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Cases set aside…</source>
        <translation>另存的办件…</translation>
    </message>
    <message>
        <source>Cases set aside</source>
        <translation>另存的办件</translation>
    </message>
    <message>
        <source>They could not be opened when the password changed. The password of that time brings unsent decisions back; without it they stay here until a lead lets them go.</source>
        <translation>更改密码时未能打开，已原样另存。输入当时的密码，可取回其中未发送的办理结果；没有密码的，保留到负责人同意清除为止。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Set aside {at}</source>
        <translation>{at} 另存</translation>
    </message>
    <message>
        <source>{n} unsent decisions are back.</source>
        <translation>已取回 {n} 项未发送的办理结果。</translation>
    </message>
    <message>
        <source>Discarded.</source>
        <translation>已清除。</translation>
    </message>
    <message>
        <source>This machine's keyring does not run: nothing is kept here. Stay connected, and close the desk only when nothing is to be sent. Tell IT.</source>
        <translation>本机的密码保管服务没有运行：本机不保存任何办件。请保持联网，“待发”为 0 时再关闭软件，并告知信息科。</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>还有未发送的办理结果</translation>
    </message>
    <message>
        <source>{n} decisions are not sent and are lost when the desk closes now.</source>
        <translation>有 {n} 项办理结果没有发送，现在关闭将会丢失。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>继续办理</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>仍然关闭</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>政策问答</translation>
    </message>
    <message>
        <source>Working-day calendar</source>
        <translation>工作日历</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>the one-thing</source>
        <translation>一件事</translation>
    </message>
    <message>
        <source>the item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>the department</source>
        <translation>承办部门</translation>
    </message>
    <message>
        <source>who handles it</source>
        <translation>承办人</translation>
    </message>
    <message>
        <source>the applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>the form</source>
        <translation>申请表</translation>
    </message>
    <message>
        <source>the materials</source>
        <translation>申请材料</translation>
    </message>
    <message>
        <source>times and pauses</source>
        <translation>时间与期限</translation>
    </message>
    <message>
        <source>the correction</source>
        <translation>补正</translation>
    </message>
    <message>
        <source>the recorded review</source>
        <translation>审查记录</translation>
    </message>
    <message>
        <source>the decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>the delivery</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>the flags</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>deferred materials</source>
        <translation>容缺材料</translation>
    </message>
    <message>
        <source>the notices</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>the history</source>
        <translation>办理经过</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Could not be read {n}</source>
        <translation>无法读取 {n}</translation>
    </message>
    <message>
        <source>Action required: the case is with {name} now; nothing was sent, your words stay</source>
        <translation>需要您处理：本件现由{name}办理，您的办理结果没有发送，内容已保留</translation>
    </message>
    <message>
        <source>The centre failed on it ({why}): tried again at {time}</source>
        <translation>中心处理这一项时出错（{why}），{time} 再试</translation>
    </message>
    <message>
        <source>{kind} {id}: what the centre sent could not be read. It was noted; tell IT. Everything else goes on.</source>
        <translation>{kind} {id}：中心发来的内容无法读取，已记入日志，请告知信息科。其他办件不受影响。</translation>
    </message>
    <message>
        <source>Part of what the centre sent could not be read and is missing here: {parts}. Tell IT before you decide on it.</source>
        <translation>中心发来的部分内容无法读取，此处缺少：{parts}。请告知信息科后再作决定。</translation>
    </message>
    <message>
        <source>{kind} {id}: {parts} could not be read. It was noted; tell IT.</source>
        <translation>{kind} {id}：{parts}无法读取，已记入日志，请告知信息科。</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>下一件</translation>
    </message>
    <message>
        <source>Previous case</source>
        <translation>上一件</translation>
    </message>
    <message>
        <source>Next material</source>
        <translation>下一份材料</translation>
    </message>
    <message>
        <source>Previous material</source>
        <translation>上一份材料</translation>
    </message>
    <message>
        <source>Material 1</source>
        <translation>材料1</translation>
    </message>
    <message>
        <source>Material 2</source>
        <translation>材料2</translation>
    </message>
    <message>
        <source>Material 3</source>
        <translation>材料3</translation>
    </message>
    <message>
        <source>Material 4</source>
        <translation>材料4</translation>
    </message>
    <message>
        <source>Material 5</source>
        <translation>材料5</translation>
    </message>
    <message>
        <source>Material 6</source>
        <translation>材料6</translation>
    </message>
    <message>
        <source>Material 7</source>
        <translation>材料7</translation>
    </message>
    <message>
        <source>Material 8</source>
        <translation>材料8</translation>
    </message>
    <message>
        <source>Material 9</source>
        <translation>材料9</translation>
    </message>
    <message>
        <source>A paper says something else</source>
        <translation>有材料记载与申请表不一致</translation>
    </message>
    <message>
        <source>{n} papers say the same</source>
        <translation>{n} 份材料记载一致</translation>
    </message>
    <message>
        <source>1 paper says so</source>
        <translation>1 份材料记载一致</translation>
    </message>
    <message>
        <source>{where}: the same</source>
        <translation>{where}：一致</translation>
    </message>
    <message>
        <source>{where} says: {value}</source>
        <translation>{where}记载：{value}</translation>
    </message>
    <message>
        <source>Not found in the papers read so far</source>
        <translation>已识读的材料中未见此项内容</translation>
    </message>
    <message>
        <source>Not found in any paper</source>
        <translation>各份材料中均未见此项内容</translation>
    </message>
    <message>
        <source>Not found in what could be read; {n} more pages could not be</source>
        <translation>已识读的内容中未见此项；另有 {n} 页未能识读</translation>
    </message>
    <message>
        <source>Not found in what could be read; in {n} places nobody could read</source>
        <translation>已识读的内容中未见此项；另有 {n} 处未能识读</translation>
    </message>
    <message>
        <source>Only the application form itself says so</source>
        <translation>仅申请表自身载明</translation>
    </message>
    <message>
        <source>{name} (electronic licence)</source>
        <translation>{name}（电子证照）</translation>
    </message>
    <message>
        <source>{name}, page {n}</source>
        <translation>{name}第 {n} 页</translation>
    </message>
    <message>
        <source>page {n} was not read (a scan: not tried here, or too many pages)</source>
        <translation>第 {n} 页未识读（扫描件，本机未开启识读或者超出页数）</translation>
    </message>
    <message>
        <source>page {n} is not legible</source>
        <translation>第 {n} 页看不清，未能识读</translation>
    </message>
    <message>
        <source>could not be opened or read</source>
        <translation>未能打开或者识读</translation>
    </message>
    <message>
        <source>“{paper}”: {why}</source>
        <translation>“{paper}”{why}</translation>
    </message>
    <message>
        <source>The file of “{paper}” cannot be opened</source>
        <translation>“{paper}”的文件无法打开</translation>
    </message>
    <message>
        <source>Open the paper</source>
        <translation>打开该材料</translation>
    </message>
    <message>
        <source>Turn upright</source>
        <translation>旋正</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未识读</translation>
    </message>
    <message>
        <source>Not read yet: {names}</source>
        <translation>尚未识读：{names}</translation>
    </message>
    <message>
        <source>What the papers say</source>
        <translation>材料比对</translation>
    </message>
    <message>
        <source>See where: {finding}</source>
        <translation>查看所在位置：{finding}</translation>
    </message>
    <message>
        <source>Into the correction</source>
        <translation>列入补正</translation>
    </message>
    <message>
        <source>Into the correction: {finding}</source>
        <translation>列入补正：{finding}</translation>
    </message>
    <message>
        <source>✓ In the correction</source>
        <translation>✓ 已列入补正</translation>
    </message>
    <message>
        <source>In the correction: {fault}</source>
        <translation>已列入补正：{fault}</translation>
    </message>
    <message>
        <source>Checked, no objection</source>
        <translation>已核实，不影响办理</translation>
    </message>
    <message>
        <source>Remark, if there is one</source>
        <translation>核实情况（选填）</translation>
    </message>
    <message>
        <source>Remark on: {finding}</source>
        <translation>核实情况：{finding}</translation>
    </message>
    <message>
        <source>There are no papers here to be compared with the form: look for yourself.</source>
        <translation>本件没有可供比对的电子材料，请自行核对。</translation>
    </message>
    <message>
        <source>{n} papers are not read yet: what they say will be shown. {m} could not be read: look for yourself.</source>
        <translation>还有 {n} 份材料没有识读完，读完后在这里提示；另有 {m} 份未能识读，请自行查看。</translation>
    </message>
    <message>
        <source>{n} papers are not read yet: what they say will be shown. You may look for yourself meanwhile.</source>
        <translation>还有 {n} 份材料没有识读完，读完后在这里提示，也可先自行查看。</translation>
    </message>
    <message>
        <source>{n} papers could not be read whole: look for yourself.</source>
        <translation>有 {n} 份材料未能完整识读，请自行查看。</translation>
    </message>
    <message>
        <source>The papers have nothing against the form.</source>
        <translation>材料与申请表比对，没有需要核实的问题。</translation>
    </message>
    <message>
        <source>See findings →</source>
        <translation>查看需核实的问题 →</translation>
    </message>
    <message>
        <source>To the next difference between papers and form</source>
        <translation>到下一处材料比对问题</translation>
    </message>
    <message>
        <source>Put the difference into the correction, or take it out</source>
        <translation>把比对问题列入补正，或移出</translation>
    </message>
    <message>
        <source>In the form: where the papers say it; again, the next place</source>
        <translation>申请表中：打开记载此项的材料，再按到下一处</translation>
    </message>
    <message>
        <source>{seal} (and {n} more seals)</source>
        <translation>{seal}（另有 {n} 个签章）</translation>
    </message>
    <message>
        <source>the signature is not right</source>
        <translation>签名验证未通过</translation>
    </message>
    <message>
        <source>the signature's value was not verified</source>
        <translation>签名值未经核验</translation>
    </message>
    <message>
        <source>sealed by {signer}</source>
        <translation>签章人：{signer}</translation>
    </message>
    <message>
        <source>the seal's certificate was not verified on this computer</source>
        <translation>签章证书未经本机核实</translation>
    </message>
    <message>
        <source>the seal's certificate is of an authority this computer trusts</source>
        <translation>签章证书由本机信任名单内的机构签发</translation>
    </message>
    <message>
        <source>Whether it was changed after sealing could not be worked out</source>
        <translation>无法核对盖章后是否改动</translation>
    </message>
    <message>
        <source>Not changed since it was sealed</source>
        <translation>盖章后未改动</translation>
    </message>
    <message>
        <source>Changed after sealing: {parts}</source>
        <translation>盖章后已改动：{parts}</translation>
    </message>
    <message>
        <source>Changed after sealing</source>
        <translation>盖章后已改动</translation>
    </message>
    <message>
        <source>See where the papers say it</source>
        <translation>查看材料记载之处</translation>
    </message>
</context>
</TS>
