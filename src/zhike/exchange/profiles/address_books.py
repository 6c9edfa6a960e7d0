"""Address books: Outlook, Google, and cards as our own unfolding writes them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.exchange.profiles.profile import LEFT_OUT, NEW_FIELD, Profile

_PERSON = {"kind": "person"}

PROFILES = (
    Profile(
        "outlook-contacts", "Outlook", _("contacts"), "parties",
        {
            "name.given": "First Name|名", "name.middle": "Middle Name|中间名",
            "name.family": "Last Name|姓", "employer": "Company|单位|公司",
            "employer.role": "Job Title|职务",
            "contact_points.phone": "Business Phone|Business Phone 2|Home Phone|Home Phone 2"
            "|Mobile Phone|Primary Phone|Other Phone|Company Main Phone|Car Phone|Radio Phone"
            "|商务电话|住宅电话|移动电话|主要电话|其他电话|单位主要电话|商务电话 2|住宅电话 2",
            "contact_points.email": "E-mail Address|E-mail 2 Address|E-mail 3 Address|电子邮件地址"
            "|电子邮件 2 地址|电子邮件 3 地址", "website": "Web Page|网页",
            "country": "Business Country/Region|Business Country|商务地址 国家/地区",
            "birthday": "Birthday|生日", "note": "Notes|附注", "tags": "Categories|类别",
            NEW_FIELD: "Title|称谓|Suffix|Department|部门|Business Fax|商务传真|Home Fax|住宅传真"
            "|Other Fax|Assistant's Phone|Assistant's Name|Manager's Name|Anniversary|Spouse"
            "|Hobby|Profession|Office Location|Pager|Account|Referred By|Gender|Children|Nickname",
            LEFT_OUT: "E-mail Type|E-mail Display Name|E-mail 2 Type|E-mail 2 Display Name"
            "|E-mail 3 Type|E-mail 3 Display Name|Callback|ISDN|Telex|TTY/TDD Phone|Priority"
            "|Private|Sensitivity|Initials|Directory Server|Billing Information|Mileage|Keywords"
            "|Organizational ID Number|User 1|User 2|User 3|User 4|Internet Free Busy|Location"
            "|Language|Government ID Number|电子邮件类型|电子邮件显示名称|优先级|敏感度",
        },
        _PERSON,
    ),
    Profile(
        "google-contacts", "Google", _("contacts"), "parties",
        {
            "name": "Name", "name.given": "Given Name|First Name",
            "name.middle": "Additional Name|Middle Name", "name.family": "Family Name|Last Name",
            "contact_points.email": "E-mail 1 - Value|E-mail 2 - Value|E-mail 3 - Value"
            "|E-mail 4 - Value",
            "contact_points.phone": "Phone 1 - Value|Phone 2 - Value|Phone 3 - Value"
            "|Phone 4 - Value",
            "contact_points.address": "Address 1 - Formatted|Address 2 - Formatted",
            "employer": "Organization 1 - Name|Organization Name",
            "employer.role": "Organization 1 - Title|Organization Title",
            "website": "Website 1 - Value", "birthday": "Birthday", "note": "Notes",
            "tags": "Group Membership|Labels", "country": "Address 1 - Country",
            NEW_FIELD: "Nickname|Organization 1 - Department|Organization Department|Gender"
            "|Occupation|Relation 1 - Value|Event 1 - Value|Website 2 - Value",
            LEFT_OUT: "E-mail 1 - Type|E-mail 2 - Type|E-mail 3 - Type|E-mail 1 - Label"
            "|E-mail 2 - Label|Phone 1 - Type|Phone 2 - Type|Phone 3 - Type|Phone 1 - Label"
            "|Phone 2 - Label|Address 1 - Type|Address 1 - Label|Address 1 - Street"
            "|Address 1 - City|Address 1 - Region|Address 1 - Postal Code|Address 1 - PO Box"
            "|Address 1 - Extended Address|Organization 1 - Type|Organization 1 - Yomi Name"
            "|Website 1 - Type|Website 1 - Label|Yomi Name|Given Name Yomi|Additional Name Yomi"
            "|Family Name Yomi|Phonetic First Name|Phonetic Middle Name|Phonetic Last Name|Photo"
            "|File As|Initials|Short Name|Maiden Name|Name Prefix|Name Suffix|Sensitivity"
            "|Priority|Subject|Mileage|Hobby|Language|Location|Billing Information"
            "|Directory Server|Organization 1 - Symbol|Organization 1 - Location"
            "|Organization 1 - Job Description|Relation 1 - Type|Event 1 - Type",
        },
        _PERSON,
    ),
    Profile(
        "vcard", "vCard", _("contacts"), "parties",
        {
            "name": "name", "kind": "kind", "employer": "company", "employer.role": "title",
            "birthday": "birthday", "note": "note", "tags": "tags", "website": "website",
            "contact_points.phone": "phone", "contact_points.email": "email",
            "contact_points.address": "address", "contact_points.wechat": "wechat",
            NEW_FIELD: "department",
        },
    ),
)  # fmt: skip
