"""Headings as other programs write them, with cells, and where each column belongs.

A line is `heading = target : cell ; cell`. The target `+` is a new field, `-` the program's own
bookkeeping, which may be left out or become a new field; `external_ids` any number of another
system. `held_out` sets are spelt as no table has them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class HeadingSet:
    """One file's headings and cells, what it holds, and the program that wrote it ("" for none)."""

    name: str
    resource: str
    profile: str
    lines: str
    held_out: bool = False

    def columns(self):
        """Heading, target, cells."""
        for line in self.lines.strip().splitlines():
            heading, _, rest = line.strip().partition(" = ")
            to, _, cells = rest.partition(" : ")
            yield heading, to.strip(), [cell.strip() for cell in cells.split(" ; ")]

    @property
    def headings(self):
        return [heading for heading, _, _ in self.columns()]

    @property
    def rows(self):
        cells = [cells for _, _, cells in self.columns()]
        most = max(map(len, cells))
        return [[c[n] if n < len(c) else "" for c in cells] for n in range(most)]


PHONE, EMAIL, ADDRESS = "contact_points.phone", "contact_points.email", "contact_points.address"

SETS = (
    HeadingSet("HubSpot contacts", "parties", "hubspot-contacts", """
        Record ID = external_ids : 51 ; 101
        First Name = name : Maria ; Brian
        Last Name = name : Johnson ; Halligan
        Email = contact_points.email : emailmaria@hubspot.com ; bh@hubspot.com
        Phone Number = contact_points.phone : +1 617 555 0101 ; +1 617 555 0102
        Mobile Phone Number = contact_points.phone : +1 617 555 0103
        Contact owner = owner : Li Lei ; Han Mei
        Associated Company = employer : HubSpot ; HubSpot
        Job Title = employer.role : Salesperson ; CEO
        Lifecycle Stage = lifecycle : Lead ; Customer
        Lead Status = + : New ; Open
        Marketing contact status = - : Marketing contact
        Street Address = contact_points.address : 25 First Street
        City = contact_points.address : Cambridge ; Boston
        State/Region = contact_points.address : MA ; MA
        Postal Code = contact_points.address : 02141
        Country/Region = country : United States
        Original Source = source : Offline Sources ; Organic Search
        Create Date = - : 2024-03-01 09:12 ; 2024-03-02 10:00
        Last Activity Date = - : 2024-05-01 09:12
    """),
    HeadingSet("HubSpot companies", "parties", "hubspot-companies", """
        Record ID = external_ids : 9001 ; 9002
        Company name = name : Biglytics ; Acme Inc.
        Company owner = owner : Li Lei ; Li Lei
        Create Date = - : 2024-03-01 09:12
        Phone Number = contact_points.phone : +1 617 555 0101
        Last Activity Date = - : 2024-05-01 09:12
        City = contact_points.address : Boston
        State/Region = contact_points.address : MA
        Street Address = contact_points.address : 1 Main St
        Postal Code = contact_points.address : 02141
        Country/Region = country : United States
        Industry = industry : Computer Software ; Retail
        Number of Employees = employee_count : 120 ; 15
        Annual Revenue = annual_revenue : 1000000 ; 25000
        Company Domain Name = website : biglytics.net ; acme.com
        Description = note : Analytics
        Lifecycle Stage = lifecycle : Opportunity
        Time Zone = + : America/New_York
        Total Money Raised = + : 5000
    """),
    HeadingSet("HubSpot deals", "opportunities", "hubspot-deals", """
        Record ID = external_ids : 77 ; 78
        Deal Name = name : Acme renewal ; New line
        Deal Stage = stage : Appointment Scheduled ; Closed Won
        Close Date = close_date : 2024-06-30 ; 2024-07-31
        Deal owner = owner : Li Lei
        Amount = amount : 12000 ; 3500.50
        Pipeline = pipeline : Sales Pipeline
        Associated Company = party : Acme Inc.
        Associated Contact = + : Maria Johnson
        Deal Type = + : newbusiness
        Create Date = opened_on : 2024-03-01
        Deal Description = note : Big
        Closed Lost Reason = lost_note : too dear
        Currency = currency : USD
        Number of Associated Contacts = - : 1
    """),
    HeadingSet("Salesforce accounts report", "parties", "salesforce-accounts", """
        Account ID = external_ids : 0015g00000AbCdE ; 0015g00000AbCdF
        Account Name = name : Edge Communications ; Burlington Textiles Corp
        Account Owner = owner : Li Lei
        Type = + : Customer - Direct ; Channel Partner
        Phone = contact_points.phone : (512) 757-6000 ; (336) 222-7000
        Fax = + : (512) 757-9000
        Website = website : http://edgecomm.com ; www.burlington.com
        Industry = industry : Electronics ; Apparel
        Annual Revenue = annual_revenue : 139000000 ; 350000000
        Employees = employee_count : 1000 ; 9000
        Billing Street = contact_points.address : 312 Constitution Place
        Billing City = contact_points.address : Austin
        Billing State/Province = contact_points.address : TX
        Billing Zip/Postal Code = contact_points.address : 78767
        Billing Country = country : USA
        Shipping Street = contact_points.address : 312 Constitution Place
        Shipping City = contact_points.address : Austin
        Rating = + : Hot ; Warm
        Description = note : Founded 1998
        Parent Account = + : Edge Holding
        Last Activity = - : 2024-05-01
        Created Date = - : 2023-05-01
    """),
    HeadingSet("Salesforce accounts API", "parties", "salesforce-accounts", """
        Id = external_ids : 0015g00000AbCdE
        IsDeleted = - : false
        MasterRecordId = - : x
        Name = name : Edge Communications ; Pyramid Construction Inc.
        Type = + : Customer - Direct
        ParentId = - : x
        BillingStreet = contact_points.address : 312 Constitution Place
        BillingCity = contact_points.address : Austin
        BillingState = contact_points.address : TX
        BillingPostalCode = contact_points.address : 78767
        BillingCountry = country : USA
        ShippingStreet = contact_points.address : 2 Place
        ShippingPostalCode = contact_points.address : 78767
        Phone = contact_points.phone : (512) 757-6000
        Fax = + : (512) 757-9000
        Website = website : http://edgecomm.com
        Industry = industry : Electronics
        AnnualRevenue = annual_revenue : 139000000
        NumberOfEmployees = employee_count : 1000
        Ownership = + : Public
        Description = note : Founded
        OwnerId = owner : 0055g000001
        CreatedDate = - : 2023-05-01T10:00:00.000Z
        LastModifiedDate = - : 2023-05-01T10:00:00.000Z
        SystemModstamp = - : 2023-05-01T10:00:00.000Z
    """),
    HeadingSet("Salesforce contacts report", "parties", "salesforce-contacts", """
        Salutation = + : Ms. ; Mr.
        First Name = name : Rose ; Sean
        Last Name = name : Gonzalez ; Forbes
        Title = employer.role : SVP ; CFO
        Account Name = employer : Edge Communications
        Mailing Street = contact_points.address : 313 Constitution Place
        Mailing City = contact_points.address : Austin
        Mailing State/Province = contact_points.address : TX
        Mailing Zip/Postal Code = contact_points.address : 78767
        Mailing Country = country : USA
        Phone = contact_points.phone : (512) 757-6000
        Mobile = contact_points.phone : (512) 757-9340
        Email = contact_points.email : rose@edge.com
        Birthdate = birthday : 1970-05-01
        Lead Source = source : Web ; Trade Show
        Contact Owner = owner : Li Lei
        Department = + : Procurement
        Fax = + : (512) 757-9000
        Created Date = - : 2023-05-01
    """),
    HeadingSet("Salesforce contacts API", "parties", "salesforce-contacts", """
        Id = external_ids : 0035g00000AbCdE
        AccountId = - : 0015g00000AbCdE
        LastName = name : Gonzalez
        FirstName = name : Rose
        MailingStreet = contact_points.address : 313 Constitution Place
        MailingCity = contact_points.address : Austin
        MailingState = contact_points.address : TX
        MailingPostalCode = contact_points.address : 78767
        MailingCountry = country : USA
        Phone = contact_points.phone : (512) 757-6000
        MobilePhone = contact_points.phone : (512) 757-9340
        HomePhone = contact_points.phone : (512) 757-9341
        Email = contact_points.email : rose@edge.com
        Title = employer.role : SVP
        Department = + : Procurement
        LeadSource = source : Web
        Birthdate = birthday : 1970-05-01
        Description = note : met at fair
        OwnerId = owner : 0055g000001
        HasOptedOutOfEmail = + : false
        SystemModstamp = - : 2023-05-01T10:00:00.000Z
    """),
    HeadingSet("Salesforce leads", "leads", "salesforce-leads", """
        Lead ID = external_ids : 00Q5g00000AbCdE
        First Name = name : Bertha
        Last Name = name : Boxer
        Company / Account = company_name : Farmers Coop. of Florida
        Title = title : Director of Vendor Relations
        Email = email : bertha@fcof.net
        Phone = phone : (850) 644-4200
        Street = address : 321 Westcott Building
        City = address : Tallahassee
        State/Province = address : FL
        Zip/Postal Code = address : 32306
        Country = country : USA
        Lead Source = source : Web
        Lead Status = status : Working - Contacted ; Open - Not Contacted
        Industry = industry : Agriculture
        No. of Employees = + : 130
        Lead Owner = owner : Li Lei
        Rating = + : Hot
        Created Date = - : 2023-05-01
    """),
    HeadingSet("EspoCRM leads", "leads", "espocrm-leads", """
        ID = external_ids : 64f1
        First Name = name : Daniel
        Last Name = name : Okafor
        Account Name = company_name : Lagos Metro Shuttle
        Title = title : Director
        Email = email : d@lms.example
        Phone = phone : +44 20 7946 0958
        Status = status : New ; In Process
        Source = source : Web Site
        Opportunity Amount = amount : 5400000
        Opportunity Amount Currency = currency : USD
        Campaign = source_detail : Autumn fair
        Assigned User = owner : Li Lei
        Description = need : Nine coaches
        Do Not Call = + : 0
        Created At = - : 2026-03-01 09:00:00
    """),
    HeadingSet("Wukong leads", "leads", "wukong-leads", """
        线索名称 = name : 许家明 ; 孟凡
        线索来源 = source : 展会 ; 转介绍
        手机 = mobile : 13880127734
        电话 = phone : 028-85551234
        邮箱 = email : xu@chuanbei.example
        客户行业 = industry : 物流
        客户级别 = + : A（重点客户）
        地址 = address : 绵阳市涪城区
        下次联系时间 = + : 2026-03-12 10:00
        备注 = need : 8 台公交
        负责人 = owner : 李雷
        创建人 = - : 王敏
        创建时间 = - : 2026-03-01
    """),
    HeadingSet("网站询价单", "leads", "", """
        线索编号 = external_ids : X-001
        联系人 = name : 方晓雯
        公司 = company_name : 川途客运
        职位 = title : 采购主管
        手机号码 = mobile : 13540268819
        邮箱地址 = email : fang@chuantu.example
        来源渠道 = source : 官网
        需求描述 = need : 机场线再加 6 台
        预算 = amount : 3600000
        线索状态 = status : 未跟进 ; 跟进中
        所在地区 = region : 四川省成都市
        跟进人 = owner : 李雷
    """),
    HeadingSet("Salesforce opportunities", "opportunities", "salesforce-opportunities", """
        Opportunity ID = external_ids : 0065g00000AbCdE
        Opportunity Name = name : Edge Emergency Generator
        Account Name = party : Edge Communications
        Type = + : Existing Customer - Replacement
        Stage = stage : Closed Won ; Prospecting
        Amount = amount : 35000 ; 75000
        Probability (%) = probability : 100 ; 10
        Close Date = close_date : 2024-04-05
        Created Date = opened_on : 2024-01-05
        Lead Source = source : Word of mouth
        Next Step = note : call
        Opportunity Owner = owner : Li Lei
        Fiscal Period = - : Q2-2024
        Age = - : 30
    """),
    HeadingSet("EspoCRM accounts", "parties", "espocrm-accounts", """
        Name = name : Jimmy Co ; Blue Ltd
        Website = website : www.jimmy.com
        Email = contact_points.email : info@jimmy.com
        Phone = contact_points.phone : +44 20 7946 0958
        Type = + : Customer ; Reseller
        Industry = industry : Finance
        Billing Address Street = contact_points.address : 1 High St
        Billing Address City = contact_points.address : London
        Billing Address State = contact_points.address : Greater London
        Billing Address Postal Code = contact_points.address : EC1
        Billing Address Country = country : United Kingdom
        Shipping Address Street = contact_points.address : 2 High St
        Shipping Address City = contact_points.address : London
        Description = note : Ok
        Assigned User = owner : Li Lei
        Teams = team : Sales
        Created At = - : 2023-05-01 10:00:00
        Modified By = - : admin
    """),
    HeadingSet("EspoCRM contacts API", "parties", "espocrm-contacts", """
        id = external_ids : 5f3a0b
        firstName = name : Anna
        lastName = name : Schmidt
        accountName = employer : Jimmy Co
        title = employer.role : Buyer
        emailAddress = contact_points.email : anna@jimmy.com
        phoneNumber = contact_points.phone : +49 30 901820
        addressStreet = contact_points.address : 1 High St
        addressCity = contact_points.address : Berlin
        addressPostalCode = contact_points.address : 10115
        addressCountry = country : Germany
        description = note : x
        assignedUserName = owner : Li Lei
        salutationName = + : Ms.
        createdAt = - : 2023-05-01 10:00:00
        modifiedAt = - : 2023-05-01 10:00:00
    """),
    HeadingSet("Odoo partners", "parties", "odoo-partners", """
        External ID = external_ids : __export__.res_partner_7
        Name = name : Azure Interior ; Brandon Freeman
        Company Type = kind : company ; person
        Related Company = employer :  ; Azure Interior
        Job Position = employer.role :  ; Creative Director
        Street = contact_points.address : 4557 De Silva St
        Street2 = contact_points.address : Floor 2
        City = contact_points.address : Fremont
        State = contact_points.address : California
        Zip = contact_points.address : 94538
        Country = country : United States
        Phone = contact_points.phone : +1 870 931 0505
        Mobile = contact_points.phone : +1 355 687 3262
        Email = contact_points.email : azure.interior24@example.com
        Website = website : http://www.azure-interior.com
        Tax ID = uscc : 91350100M000100Y43
        Salesperson = owner : Mitchell Admin
        Tags = tags : Desk Manufacturers
        Notes = note : ok
    """),
    HeadingSet("Odoo partners technical", "parties", "odoo-partners", """
        id = external_ids : __export__.res_partner_7
        name = name : Azure Interior
        is_company = kind : True
        parent_id/name = employer : Azure Interior
        function = employer.role : Director
        street = contact_points.address : 4557 De Silva St
        street2 = contact_points.address : Floor 2
        city = contact_points.address : Fremont
        zip = contact_points.address : 94538
        state_id/name = contact_points.address : California
        country_id/name = country : United States
        phone = contact_points.phone : +1 870 931 0505
        email = contact_points.email : azure@example.com
        website = website : http://www.azure-interior.com
        vat = uscc : 91350100M000100Y43
        user_id/name = owner : Mitchell Admin
        category_id/name = tags : Desk
        comment = note : ok
    """),
    HeadingSet("Odoo pipeline", "opportunities", "odoo-leads", """
        Opportunity = name : Quote for 12 Tables
        Customer = party : Azure Interior
        Expected Revenue = amount : 40000
        Probability = probability : 20
        Stage = stage : New ; Proposition
        Expected Closing = close_date : 2024-06-01
        Salesperson = owner : Mitchell Admin
        Sales Team = team : Sales
        Tags = tags : Product
        Priority = + : High
        Created on = opened_on : 2024-04-01
        Email = + : a@b.com
        Phone = + : +1 870 931 0505
    """),
    HeadingSet("Odoo products", "products", "odoo-products", """
        Internal Reference = code : FURN_0096 ; FURN_0097
        Name = name : Customizable Desk ; Corner Desk
        Sales Price = list_price : 750 ; 147.00
        Cost = + : 500
        Product Category = series : All / Saleable / Office Furniture
        Product Type = + : Storable Product
        Barcode = + : 6901234567892
        Quantity On Hand = + : 60
        Unit of Measure = unit : Units
        Sales Description = note : 160x80cm
    """),
    HeadingSet("悟空客户", "parties", "wukong-customers", """
        客户名称 = name : 重庆长安汽车股份有限公司 ; 深圳华骏科技有限公司
        客户级别 = tier : A（重点客户） ; B（普通客户）
        客户行业 = industry : 制造业 ; 服务业
        客户来源 = source : 转介绍 ; 展会
        成交状态 = lifecycle : 未成交 ; 已成交
        手机 = contact_points.phone : 13800138000 ; 13900139000
        电话 = contact_points.phone : 023-67591234
        网址 = website : www.changan.com.cn
        邮箱 = contact_points.email : a@changan.com.cn
        下次联系时间 = + : 2024-06-01 10:00
        省、市、区 = region : 重庆市江北区
        详细地址 = contact_points.address : 建新东路260号
        备注 = note : 重要
        负责人 = owner : 张三
        所属部门 = team : 华南
        最后跟进时间 = + : 2024-05-01 10:00
        创建人 = - : 张三
        创建时间 = - : 2024-01-01 10:00:00
        更新时间 = - : 2024-01-01 10:00:00
    """),
    HeadingSet("悟空联系人", "parties", "wukong-contacts", """
        姓名 = name : 李雷 ; 韩梅梅
        客户名称 = employer : 深圳华骏科技有限公司
        手机 = contact_points.phone : 13800138000
        电话 = contact_points.phone : 0755-26751234
        邮箱 = contact_points.email : li@huajun.com
        职务 = employer.role : 采购经理
        是否关键决策人 = + : 是 ; 否
        性别 = + : 男 ; 女
        地址 = contact_points.address : 科技园1号
        下次联系时间 = + : 2024-06-01 10:00
        备注 = note : x
        负责人 = owner : 张三
        创建人 = - : 张三
        创建时间 = - : 2024-01-01 10:00:00
    """),
    HeadingSet("悟空商机", "opportunities", "wukong-deals", """
        商机名称 = name : 长安二期 ; 产线改造
        客户名称 = party : 重庆长安汽车股份有限公司
        商机金额 = amount : 120000 ; 35000
        预计成交日期 = close_date : 2024-06-30
        商机状态组 = pipeline : 系统默认
        商机阶段 = stage : 验证客户 ; 需求分析
        备注 = note : x
        负责人 = owner : 张三
        创建人 = - : 张三
        创建时间 = - : 2024-01-01 10:00:00
        更新时间 = - : 2024-01-01 10:00:00
    """),
    HeadingSet("悟空产品", "products", "wukong-products", """
        产品名称 = name : 减速机 ; 电机
        产品编码 = code : JSJ-01 ; DJ-02
        产品类型 = series : 传动 ; 动力
        产品单位 = unit : 台 ; 个
        价格 = list_price : 1200 ; 800.50
        产品描述 = note : 好
        是否上下架 = is_active : 上架
        负责人 = - : 张三
        创建时间 = - : 2024-01-01 10:00:00
    """),
    HeadingSet("悟空跟进", "interactions", "wukong-activities", """
        所属客户 = party : 重庆长安汽车股份有限公司
        跟进内容 = body : 谈了报价 ; 寄了样品
        跟进方式 = channel : 打电话 ; 见面拜访
        跟进时间 = at : 2024-05-01 10:00:00
        下次联系时间 = next_contact_at : 2024-06-01 10:00:00
        跟进人 = owner : 张三
        相关商机 = + : 长安二期
        相关联系人 = + : 李雷
    """),
    HeadingSet("TurboCRM 客户", "parties", "turbocrm-customers", """
        客户编号 = external_ids : C0001 ; C0002
        客户名称 = name : 重庆长安汽车股份有限公司
        客户简称 = + : 长安汽车
        客户类型 = + : 终端客户 ; 经销商
        客户状态 = lifecycle : 潜在客户 ; 签约客户
        客户级别 = tier : 重要客户 ; 普通客户
        客户来源 = source : 电话咨询
        所属行业 = industry : 制造业
        所在地区 = region : 重庆市
        公司地址 = contact_points.address : 建新东路260号
        邮政编码 = contact_points.address : 400023
        公司电话 = contact_points.phone : 023-67591234
        传真 = + : 023-67591235
        公司网址 = website : www.changan.com.cn
        电子邮件 = contact_points.email : a@changan.com.cn
        员工人数 = employee_count : 3000
        年营业额 = annual_revenue : 50000000
        开户银行 = + : 工商银行江北支行
        负责员工 = owner : 张三
        所属部门 = team : 华南
        备注 = note : x
        创建日期 = - : 2008-01-01
    """),
    HeadingSet("用友客户档案", "parties", "yonyou-customers", """
        客户编码 = external_ids : 01001 ; 01002
        客户名称 = name : 重庆长安汽车股份有限公司
        客户简称 = + : 长安汽车
        地区名称 = region : 重庆市
        所属行业 = industry : 制造业
        税号 = uscc : 91350100M000100Y43
        法人 = + : 朱华荣
        开户银行 = + : 工商银行江北支行
        银行账号 = + : 3100020009000012345
        联系人 = contact : 李雷
        电话 = contact_points.phone : 023-67591234
        手机 = contact_points.phone : 13800138000
        传真 = + : 023-67591235
        地址 = contact_points.address : 建新东路260号
        邮政编码 = contact_points.address : 400023
        信用额度 = + : 500000
        分管部门名称 = team : 销售一部
        专管业务员名称 = owner : 张三
        发展日期 = + : 2010-03-01
        备注 = note : x
    """),
    HeadingSet("金蝶客户", "parties", "kingdee-customers", """
        代码 = external_ids : 01.001 ; 01.002
        名称 = name : 重庆长安汽车股份有限公司
        简称 = + : 长安汽车
        地址 = contact_points.address : 建新东路260号
        区域 = region : 重庆市
        行业 = industry : 制造业
        联系人 = contact : 李雷
        电话 = contact_points.phone : 023-67591234
        移动电话 = contact_points.phone : 13800138000
        传真 = + : 023-67591235
        邮编 = contact_points.address : 400023
        邮件地址 = contact_points.email : a@changan.com.cn
        开户银行 = + : 工商银行
        银行账号 = + : 3100020009000012345
        税务登记号 = uscc : 91350100M000100Y43
        增值税率(%) = + : 13
        信用额度 = + : 500000
        专营业务员 = owner : 张三
        分管部门 = team : 销售一部
    """),
    HeadingSet("纷享销客客户", "parties", "sharecrm-customers", """
        客户名称（必填） = name : 重庆长安汽车股份有限公司
        负责人（必填） = owner : 张三
        客户级别 = tier : 重点客户
        成交状态 = lifecycle : 未成交
        来源 = source : 广告
        1级行业 = industry : 制造业
        2级行业 = + : 汽车
        国家 = country : 中国
        省 = region : 重庆市
        市 = region : 重庆市
        区 = region : 江北区
        详细地址 = contact_points.address : 建新东路260号
        电话 = contact_points.phone : 023-67591234
        邮件 = contact_points.email : a@changan.com.cn
        网址 = website : www.changan.com.cn
        传真 = + : 023-67591235
        备注 = note : x
        创建时间 = - : 2024-01-01 10:00
    """),
    HeadingSet("Outlook", "parties", "outlook-contacts", """
        Title = + : Mr.
        First Name = name : Hans
        Middle Name = name : Peter
        Last Name = name : Meier
        Company = employer : Meier GmbH
        Department = + : Sales
        Job Title = employer.role : Manager
        Business Street = contact_points.address : Hauptstr. 1
        Business City = contact_points.address : Bonn
        Business State = contact_points.address : NRW
        Business Postal Code = contact_points.address : 53111
        Business Country/Region = country : Germany
        Home Street = contact_points.address : Ring 2
        Home City = contact_points.address : Bonn
        Business Fax = + : +49 228 1235
        Business Phone = contact_points.phone : +49 228 12345
        Home Phone = contact_points.phone : +49 228 12346
        Mobile Phone = contact_points.phone : +49 171 1234567
        E-mail Address = contact_points.email : hans@meier.de
        E-mail 2 Address = contact_points.email : h@meier.de
        Birthday = birthday : 1970-05-01
        Categories = tags : customer
        Notes = note : ok
        Web Page = website : www.meier.de
    """),
    HeadingSet("Google", "parties", "google-contacts", """
        Name = name : Hans Meier
        Given Name = - : Hans
        Family Name = - : Meier
        Nickname = + : Hansi
        E-mail 1 - Type = - : Work
        E-mail 1 - Value = contact_points.email : hans@meier.de
        Phone 1 - Type = - : Mobile
        Phone 1 - Value = contact_points.phone : +49 171 1234567
        Phone 2 - Value = contact_points.phone : +49 228 12345
        Address 1 - Formatted = contact_points.address : Hauptstr. 1, Bonn
        Organization 1 - Name = employer : Meier GmbH
        Organization 1 - Title = employer.role : Manager
        Birthday = birthday : 1970-05-01
        Website 1 - Value = website : http://meier.de
        Notes = note : ok
        Group Membership = tags : customer
    """),
    HeadingSet("vCard", "parties", "vcard", """
        name = name : Hans Meier
        kind = kind : person
        company = employer : Meier GmbH
        department = + : Sales
        title = employer.role : Manager
        birthday = birthday : 1970-05-01
        note = note : ok
        tags = tags : customer
        phone = contact_points.phone : +49 171 1234567
        phone 2 = contact_points.phone : +49 228 12345
        email = contact_points.email : hans@meier.de
        address = contact_points.address : Hauptstr. 1, 53111, Bonn
        website = website : http://meier.de
    """),
    HeadingSet("plain Chinese list", "parties", "", """
        序号 = + : 1 ; 2
        单位名称 = name : 重庆长安汽车股份有限公司 ; 深圳华骏科技有限公司
        联系人姓名 = contact : 李雷 ; 韩梅梅
        联系手机 = contact_points.phone : 13800138000 ; 13900139000
        客户-电话 = contact_points.phone : 023-67591234
        电子邮箱地址 = contact_points.email : a@changan.com.cn
        企业性质 = + : 国有 ; 民营
        注册资本（万元） = + : 500 ; 1000
        所在省份 = region : 重庆市 ; 广东省
        所在城市 = region : 重庆市 ; 深圳市
        通信地址 = contact_points.address : 建新东路260号
        客户等级 = tier : A ; B
        跟进业务员 = owner : 张三
        成立日期 = + : 2001-01-01 ; 2010-05-06
        员工人数（人） = employee_count : 3000 ; 50
        年销售额（元） = annual_revenue : 50000000
        备注信息 = note : x
    """, held_out=True),
    HeadingSet("traditional characters", "parties", "", """
        客戶編號 = external_ids : T001 ; T002
        公司名稱 = name : 台積電股份有限公司 ; 聯發科技
        電話號碼 = contact_points.phone : 02-27201234 ; +886 2 2720 1235
        行動電話 = contact_points.phone : +886 912 345 678
        電郵 = contact_points.email : a@tsmc.com ; b@mtk.com
        聯絡地址 = contact_points.address : 新竹市力行六路8號
        負責業務 = owner : 張三
        產業別 = industry : 科技
        網站 = website : www.tsmc.com
        備註 = note : 重要
        傳真 = + : 03-5637000
        統一編號 = + : 22099131
        國家 = country : 台灣
    """, held_out=True),
    HeadingSet("capitals and plurals", "parties", "", """
        COMPANY NAMES = name : Acme Ltd ; Bolt Inc
        TELEPHONES = contact_points.phone : +1 617 555 0101
        E-MAILS = contact_points.email : info@acme.com
        STREET ADDRESS = contact_points.address : 1 Main St
        TOWN = contact_points.address : Boston
        POSTCODE = contact_points.address : 02141
        COUNTRIES = country : United States
        NO. OF STAFF = employee_count : 12 ; 40
        TURNOVER (USD) = annual_revenue : 120000
        INDUSTRY SECTOR = industry : Retail ; Software
        ACCOUNT MANAGER = owner : Li Lei
        WEB SITE = website : acme.com
        VAT REGISTERED = + : yes ; no
        REMARKS = note : x
        CUSTOMER NO. = external_ids : 1001 ; 1002
    """, held_out=True),
    HeadingSet("prefixed English contacts", "parties", "", """
        Contact: Full Name = name : Anna Schmidt ; Bob Lee
        Contact: Work E-Mail = contact_points.email : anna@acme.com
        Contact: Work Phone = contact_points.phone : +49 30 901820
        Contact: Cell = contact_points.phone : +49 171 1234567
        Contact: Date of birth = birthday : 1980-01-02
        Contact: Employer = employer : Acme
        Contact: Position = employer.role : Buyer
        Contact: Home address = contact_points.address : 1 Main St
        Contact: Comments = note : x
        Contact: Country of residence = country : Germany ; France
        Contact: Tag(s) = tags : vip
        Contact: T-Shirt = + : XL ; M
    """, held_out=True),
    HeadingSet("deals in an order of their own", "opportunities", "", """
        预计金额（元） = amount : 120000 ; 90000
        项目名称 = name : 长安二期 ; 三期
        当前阶段 = stage : 初步接触
        客户公司 = party : 重庆长安汽车股份有限公司
        预计签约日期 = close_date : 2024-06-30
        成功率(%) = probability : 50 ; 75
        销售负责人 = owner : 张三
        立项时间 = opened_on : 2024-01-30
        竞争对手 = + : 某某公司
        项目备注 = note : x
        项目来源 = source : 展会
    """, held_out=True),
    HeadingSet("English deals", "opportunities", "", """
        deal title = name : Acme ; Bolt
        organisation = party : Acme Ltd
        deal value (EUR) = amount : 5000 ; 700
        sales stage = stage : Proposal
        expected close = close_date : 2024-05-06
        win probability % = probability : 50
        sales rep = owner : Li Lei
        competitor names = + : Bolt
        lead source = source : Web
    """, held_out=True),
    HeadingSet("price list", "products", "", """
        货号 = code : A-1 ; A-2
        品名 = name : 减速机 ; 电机
        规格型号 = + : 10x20
        产品分类 = series : 传动
        零售价(元) = list_price : 1200 ; 800
        计量单位 = unit : 台
        产地 = + : 重庆
        产品说明 = note : x
    """, held_out=True),
    HeadingSet("visits", "interactions", "", """
        拜访客户 = party : 重庆长安汽车股份有限公司
        拜访日期 = at : 2024-05-01
        沟通方式 = channel : 电话 ; 上门拜访
        拜访主题 = subject : 报价
        沟通内容 = body : 谈了报价 ; 寄了样品
        下次拜访时间 = next_contact_at : 2024-06-01
        业务员 = owner : 张三
    """, held_out=True),
    HeadingSet("to-dos", "tasks", "", """
        任务名称 = subject : 寄样品 ; 报价
        截止日期 = due_at : 2024-06-01
        关联客户 = party : 重庆长安汽车股份有限公司
        执行人 = owner : 张三
        任务说明 = note : x
        优先级 = + : 高 ; 低
    """, held_out=True),
    HeadingSet("ties", "relationships", "", """
        母公司 = from_party : 重庆长安汽车股份有限公司
        子公司 = to_party : 深圳长安有限公司
        关系类型 = type : 母公司
        开始日期 = since : 2010-01-01
        说明 = note : x
    """, held_out=True),
    HeadingSet("staff", "users", "", """
        员工姓名 = name : 张三 ; 李四
        用户名 = login : zhangsan ; lisi
        工作邮箱 = email : zs@huajun.com
        所属部门 = team : 华南
        是否启用 = is_active : 是
    """, held_out=True),
    HeadingSet("exhibition visitors", "parties", "", """
        来访单位 = name : 上海客运集团有限公司 ; 苏州公交有限公司
        来访人 = + : 王强 ; 赵敏
        联系方式（手机） = contact_points.phone : 13800138001 ; 13900139001
        Email = contact_points.email : wq@shky.cn
        所属省市 = region : 上海市 ; 江苏省
        主营业务 = + : 客运 ; 公交
        公司网站 = website : www.shky.cn
        意向等级 = tier : A ; B
        对接销售 = owner : 张三
        备 注 = note : 明年换车
        微信号码 = contact_points.wechat : wq_2024
    """, held_out=True),
    HeadingSet("e-commerce customers", "parties", "", """
        Customer ID = external_ids : 7001 ; 7002
        First Name = name : Ann ; Bo
        Last Name = name : Lee ; Chan
        Email Address = contact_points.email : ann@x.com ; bo@x.com
        Accepts Email Marketing = + : yes ; no
        Default Address Company = + : X Ltd
        Default Address Address1 = contact_points.address : 1 Main St
        Default Address City = contact_points.address : Boston
        Default Address Zip = contact_points.address : 02141
        Default Address Phone = contact_points.phone : +1 617 555 0101
        Total Spent = + : 120.50 ; 99
        Total Orders = + : 3 ; 1
        Note = note : x
        Tags = tags : vip
    """, held_out=True),
    HeadingSet("sales ledger", "opportunities", "", """
        序号 = + : 1 ; 2
        商机主题 = name : 50台公交车 ; 旅游大巴
        最终客户 = party : 上海客运集团有限公司
        预估合同额（元） = amount : 25000000 ; 3000000
        进展阶段 = stage : 需求确认
        预计下单时间 = close_date : 2024-09-30
        把握度% = probability : 60 ; 30
        业务负责人 = owner : 张三
        登记日期 = opened_on : 2024-02-01
        商机描述 = note : x
    """, held_out=True),
    HeadingSet("Pipedrive deals", "opportunities", "", """
        Deal - ID = external_ids : 12 ; 13
        Deal - Title = name : Acme deal ; Bolt deal
        Deal - Value = amount : 5000 ; 700
        Deal - Currency of Value = currency : EUR
        Deal - Organization = party : Acme
        Deal - Pipeline = pipeline : Default
        Deal - Stage = stage : Qualified
        Deal - Owner = owner : Li Lei
        Deal - Expected close date = close_date : 2024-05-06
        Deal - Deal created = opened_on : 2024-01-06
        Deal - Probability = probability : 50
        Deal - Lost reason = + : Too dear
    """, held_out=True),
)  # fmt: skip
