"""HubSpot and Salesforce: exports with labels, and with the names that programs use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.exchange.profiles.profile import LEFT_OUT, NEW_FIELD, Profile

HUBSPOT, SALESFORCE = "HubSpot", "Salesforce"
HUBSPOT_LIFECYCLE = {
    "Subscriber": "identified", "Lead": "identified", "Marketing Qualified Lead": "selected",
    "marketingqualifiedlead": "selected", "Sales Qualified Lead": "selected",
    "salesqualifiedlead": "selected", "Opportunity": "selected", "Customer": "acquired",
    "Evangelist": "retained",
}  # fmt: skip
STAGES = {
    "Prospecting": "初步接触", "Appointment Scheduled": "初步接触",
    "appointmentscheduled": "初步接触",
    "Qualification": "需求确认", "Needs Analysis": "需求确认", "Qualified To Buy": "需求确认",
    "qualifiedtobuy": "需求确认", "Value Proposition": "方案报价",
    "Id. Decision Makers": "需求确认",
    "Perception Analysis": "方案报价", "Proposal/Price Quote": "方案报价", "Proposal": "方案报价",
    "Presentation Scheduled": "方案报价", "presentationscheduled": "方案报价",
    "Decision Maker Bought-In": "商务谈判", "decisionmakerboughtin": "商务谈判",
    "Negotiation/Review": "商务谈判", "Negotiation": "商务谈判", "Contract Sent": "商务谈判",
    "contractsent": "商务谈判", "Closed Won": "赢单", "closedwon": "赢单", "Won": "赢单",
    "Closed Lost": "输单", "closedlost": "输单", "Lost": "输单",
}  # fmt: skip
SOURCES = {
    "Web": "website", "Organic Search": "website", "ORGANIC_SEARCH": "website",
    "Direct Traffic": "website", "DIRECT_TRAFFIC": "website", "Paid Search": "advertisement",
    "PAID_SEARCH": "advertisement", "Paid Social": "advertisement", "Phone Inquiry": "call",
    "Partner Referral": "referral", "Employee Referral": "referral", "Referrals": "referral",
    "External Referral": "referral", "Trade Show": "fair", "Public Relations": "other",
    "Purchased List": "import", "Offline Sources": "import", "OFFLINE": "import", "Other": "other",
    "Advertisement": "advertisement", "Word of mouth": "referral", "Seminar": "fair",
}  # fmt: skip
LEAD_STATUSES = {
    "Open - Not Contacted": "new", "New": "new", "Assigned": "new",
    "Working - Contacted": "working", "Working": "working", "In Process": "working",
    "Nurturing": "working", "Qualified": "qualified", "Closed - Converted": "converted",
    "Converted": "converted", "Unqualified": "rejected", "Closed - Not Converted": "rejected",
    "Recycled": "rejected", "Dead": "rejected",
}  # fmt: skip
_LAST = "Last Activity Date|Last Modified Date|Last Activity|notes_last_updated|lastmodifieddate"
_PARTY = {"lifecycle": HUBSPOT_LIFECYCLE, "source": SOURCES}

PROFILES = (
    Profile(
        "hubspot-contacts", HUBSPOT, _("contacts"), "parties",
        {
            "external_ids.hubspot": "Record ID|Contact ID|hs_object_id|Record ID - Contact",
            "name.given": "First Name|firstname", "name.family": "Last Name|lastname",
            "contact_points.email": "Email|Additional email addresses|hs_additional_emails|Work"
            " email",
            "contact_points.phone": "Phone Number|Mobile Phone Number|phone|mobilephone",
            "owner": "Contact owner|hubspot_owner_id",
            "lifecycle": "Lifecycle Stage|lifecyclestage",
            "source": "Original Source|Original Traffic Source|hs_analytics_source",
            "employer": "Company Name|company|Associated Company|Primary Associated Company",
            "employer.role": "Job Title|jobtitle",
            "address.street": "Street Address|address", "address.city": "City",
            "address.state": "State/Region|state", "address.zip": "Postal Code|zip",
            "country": "Country/Region|country", "website": "Website URL|website",
            "birthday": "Date of Birth|date_of_birth", "note": "Message", "industry": "Industry",
            LEFT_OUT: f"{_LAST}|Create Date|createdate|Associated Company IDs"
            "|Number of associated deals|num_associated_deals|Marketing contact status"
            "|Became a Lead Date|Number of Pageviews",
        },
        {"kind": "person"}, _PARTY,
    ),
    Profile(
        "hubspot-companies", HUBSPOT, _("companies"), "parties",
        {
            "external_ids.hubspot": "Record ID|Company ID|hs_object_id",
            "name": "Company name|name", "website": "Company Domain Name|domain|Website URL",
            "contact_points.phone": "Phone Number|phone", "industry": "Industry",
            "owner": "Company owner|hubspot_owner_id",
            "lifecycle": "Lifecycle Stage|lifecyclestage",
            "address.street": "Street Address|address",
            "address.street2": "Street Address 2|address2",
            "address.city": "City", "address.state": "State/Region|state",
            "address.zip": "Postal Code|zip", "country": "Country/Region|country",
            "employee_count": "Number of Employees|numberofemployees",
            "annual_revenue": "Annual Revenue|annualrevenue", "note": "Description|About Us",
            "source": "Original Source Type|Original Traffic Source|hs_analytics_source",
            NEW_FIELD: "Total Money Raised|Time Zone",
            LEFT_OUT: f"{_LAST}|Create Date|createdate|Number of Associated Contacts"
            "|Number of Associated Deals|num_associated_contacts",
        },
        {"kind": "organization"}, _PARTY,
    ),
    Profile(
        "hubspot-deals", HUBSPOT, _("deals"), "opportunities",
        {
            "external_ids.hubspot": "Record ID|Deal ID|hs_object_id", "name": "Deal Name|dealname",
            "party": "Associated Company|Primary Associated Company",
            "stage": "Deal Stage|dealstage", "pipeline": "Pipeline", "amount": "Amount",
            "close_date": "Close Date|closedate", "opened_on": "Create Date|createdate",
            "owner": "Deal owner|hubspot_owner_id", "currency": "Currency|deal_currency_code",
            "note": "Deal Description|description",
            "lost_note": "Closed Lost Reason|closed_lost_reason",
            "probability": "Deal probability|hs_deal_stage_probability",
            "source": "Original Source Type|hs_analytics_source",
            NEW_FIELD: "Deal Type|dealtype|Associated Contact",
            LEFT_OUT: f"{_LAST}|Associated Contact IDs|Associated Company IDs"
            "|Weighted amount|Amount in company currency|Is Closed Won"
            "|Number of Associated Contacts",
        },
        values={"stage": STAGES, "source": SOURCES},
    ),
    Profile(
        "salesforce-accounts", SALESFORCE, _("accounts"), "parties",
        {
            "external_ids.salesforce": "Account ID|Id|18 Digit Account ID|Account Number"
            "|AccountNumber",
            "name": "Account Name|Name", "contact_points.phone": "Phone|Account Phone",
            "website": "Website", "industry": "Industry",
            "owner": "Account Owner|OwnerId|Owner.Name",
            "employee_count": "Employees|NumberOfEmployees", "annual_revenue": "Annual Revenue",
            "note": "Description|Account Description", "source": "Account Source|AccountSource",
            "tags": "Tags", "country": "Billing Country|BillingCountry|Billing Country Code",
            NEW_FIELD: "Type|Rating|Ownership|Sic|SicDesc|TickerSymbol|Fax|Account Fax"
            "|Parent Account",
            LEFT_OUT: "Last Activity|Last Modified Date|LastModifiedDate|CreatedDate|Created Date"
            "|CreatedById|LastModifiedById|SystemModstamp|IsDeleted|MasterRecordId|ParentId"
            "|PhotoUrl|Created By"
            "|Last Modified By|LastActivityDate|BillingLatitude|BillingLongitude",
        },
        {"kind": "organization"}, {"source": SOURCES},
    ),
    Profile(
        "salesforce-contacts", SALESFORCE, _("contacts"), "parties",
        {
            "external_ids.salesforce": "Contact ID|Id|18 Digit Contact ID",
            "name.given": "First Name|FirstName", "name.family": "Last Name|LastName",
            "name.middle": "Middle Name|MiddleName",
            "contact_points.email": "Email", "note": "Description|Contact Description",
            "contact_points.phone": "Phone|Mobile|MobilePhone|Home Phone|HomePhone|Other Phone"
            "|OtherPhone|Business Phone|Mobile Phone", "owner": "Contact Owner|OwnerId|Owner.Name",
            "employer": "Account Name|Account.Name", "employer.role": "Title",
            "birthday": "Birthdate", "source": "Lead Source|LeadSource",
            "country": "Mailing Country|MailingCountry",
            NEW_FIELD: "Department|Salutation|Reports To|Fax|Assistant|Asst. Phone|AssistantName"
            "|AssistantPhone|Email Opt Out|HasOptedOutOfEmail|Do Not Call|DoNotCall",
            LEFT_OUT: "Suffix|AccountId|Account ID|Last Activity|LastActivityDate"
            "|CreatedDate|Created Date|LastModifiedDate|Last Modified Date|CreatedById"
            "|LastModifiedById|SystemModstamp|IsDeleted|MasterRecordId|ReportsToId"
            "|PhotoUrl"
            "|Email Bounced Reason",
        },
        {"kind": "person"}, {"source": SOURCES},
    ),
    Profile(
        "salesforce-leads", SALESFORCE, _("leads"), "leads",
        {
            "external_ids.salesforce": "Lead ID|Id|18 Digit Lead ID",
            "name": "Name|Full Name|Lead Name",
            "name.given": "First Name|FirstName", "name.family": "Last Name|LastName",
            "company_name": "Company|Company / Account", "title": "Title",
            "email": "Email", "phone": "Phone", "mobile": "Mobile|MobilePhone|Mobile Phone",
            "source": "Lead Source|LeadSource", "owner": "Lead Owner|OwnerId|Owner.Name",
            "status": "Lead Status|Status", "industry": "Industry", "need": "Description",
            "website": "Website", "country": "Country",
            "address.street": "Street", "address.city": "City",
            "address.state": "State/Province|State",
            "address.zip": "Zip/Postal Code|PostalCode",
            NEW_FIELD: "Salutation|Rating|Email Opt Out|HasOptedOutOfEmail|No. of Employees"
            "|NumberOfEmployees|Annual Revenue|AnnualRevenue|Fax",
            LEFT_OUT: "Converted|IsConverted|ConvertedDate|ConvertedAccountId"
            "|ConvertedContactId|ConvertedOpportunityId|Created Date|CreatedDate|Last Activity"
            "|LastActivityDate|LastModifiedDate|Unread By Owner|IsUnreadByOwner|IsDeleted"
            "|SystemModstamp|CreatedById|LastModifiedById",
        },
        values={"source": SOURCES, "status": LEAD_STATUSES},
    ),
    Profile(
        "salesforce-opportunities", SALESFORCE, _("opportunities"), "opportunities",
        {
            "external_ids.salesforce": "Opportunity ID|Id|18 Digit Opportunity ID",
            "name": "Opportunity Name|Name", "party": "Account Name|Account.Name",
            "stage": "Stage|StageName", "amount": "Amount", "close_date": "Close Date|CloseDate",
            "probability": "Probability (%)|Probability", "source": "Lead Source|LeadSource",
            "opened_on": "Created Date|CreatedDate",
            "owner": "Opportunity Owner|OwnerId|Owner.Name",
            "note": "Description|Next Step|NextStep", "currency": "Amount Currency|CurrencyIsoCode",
            "lost_note": "Loss Reason|Closed Lost Reason",
            NEW_FIELD: "Type|Primary Campaign Source",
            LEFT_OUT: "Fiscal Period|Fiscal|FiscalYear|FiscalQuarter|Age|Owner Role|AccountId"
            "|Account ID|ForecastCategory|ForecastCategoryName|Expected Revenue|ExpectedRevenue"
            "|IsClosed|IsWon|Closed|Won|HasOpportunityLineItem|LastModifiedDate|SystemModstamp"
            "|IsDeleted|CreatedById|LastModifiedById|LastActivityDate|Pricebook2Id|CampaignId"
            "|Last Modified Date|Last Activity",
        },
        values={"stage": STAGES, "source": SOURCES},
    ),
)  # fmt: skip
