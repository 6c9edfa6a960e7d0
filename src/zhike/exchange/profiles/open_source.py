"""EspoCRM and Odoo: exports with labels, and with the names that programs use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.exchange.profiles.profile import LEFT_OUT, NEW_FIELD, Profile
from zhike.exchange.profiles.western import LEAD_STATUSES, SOURCES, STAGES

ESPO, ODOO = "EspoCRM", "Odoo"
_ESPO_BOOKS = (
    "Created At|createdAt|Modified At|modifiedAt|Created By|createdByName|Modified By"
    "|modifiedByName|Stream Updated At|streamUpdatedAt|createdById|modifiedById|assignedUserId"
    "|Deleted|deleted|accountId|Email Address is Opted-Out|Phone Number is Opted-Out"
)
_ODOO_BOOKS = (
    "Created on|create_date|Created by|create_uid|Last Updated on|write_date|Last Updated by"
    "|write_uid|Image|image_1920|Activities|activity_ids|Display Name|display_name|Active|active"
    "|Color Index|color|Company|company_id|Language|lang|message_ids|Next Activity Deadline"
)

PROFILES = (
    Profile(
        "espocrm-accounts", ESPO, _("accounts"), "parties",
        {
            "external_ids.espocrm": "ID|id", "name": "Name", "website": "Website",
            "contact_points.email": "Email|emailAddress", "industry": "Industry",
            "contact_points.phone": "Phone|phoneNumber", "uscc": "sicCode|SIC Code",
            "owner": "Assigned User|assignedUserName", "team": "Teams|teamsNames",
            "note": "Description", "country": "Billing Address Country|billingAddressCountry",
            NEW_FIELD: "Type|type|Campaign|campaignName",
            LEFT_OUT: f"{_ESPO_BOOKS}|originalLeadName",
        },
        {"kind": "organization"},
    ),
    Profile(
        "espocrm-contacts", ESPO, _("contacts"), "parties",
        {
            "external_ids.espocrm": "ID|id", "name": "Name",
            "name.given": "First Name|firstName", "name.family": "Last Name|lastName",
            "name.middle": "Middle Name|middleName",
            "contact_points.email": "Email|emailAddress",
            "contact_points.phone": "Phone|phoneNumber",
            "employer": "Account|accountName",
            "employer.role": "Account Title|Title|accountRole|title",
            "owner": "Assigned User|assignedUserName", "team": "Teams|teamsNames",
            "note": "Description", "country": "Address Country|addressCountry|Country",
            NEW_FIELD: "Salutation|salutationName|Do Not Call|doNotCall",
            LEFT_OUT: f"{_ESPO_BOOKS}"
            "|Campaign|campaignName|Account Inactive|accountIsInactive|Accounts|accountsNames",
        },
        {"kind": "person"},
    ),
    Profile(
        "espocrm-leads", ESPO, _("leads"), "leads",
        {
            "external_ids.espocrm": "ID|id", "name": "Name",
            "name.given": "First Name|firstName", "name.family": "Last Name|lastName",
            "name.middle": "Middle Name|middleName", "company_name": "Account Name|accountName",
            "title": "Title|title", "email": "Email|emailAddress",
            "phone": "Phone|phoneNumber", "website": "Website|website",
            "status": "Status|status", "source": "Source|source", "industry": "Industry|industry",
            "source_detail": "Campaign|campaignName", "need": "Description",
            "amount": "Opportunity Amount|opportunityAmount",
            "currency": "Opportunity Amount Currency|opportunityAmountCurrency",
            "owner": "Assigned User|assignedUserName", "team": "Teams|teamsNames",
            "country": "Address Country|addressCountry|Country",
            NEW_FIELD: "Salutation|salutationName|Do Not Call|doNotCall",
            LEFT_OUT: f"{_ESPO_BOOKS}|Converted At|convertedAt|Created Account|createdAccountName"
            "|Created Contact|createdContactName|Created Opportunity|createdOpportunityName"
            "|Opportunity Amount (converted)|opportunityAmountConverted",
        },
        values={"status": LEAD_STATUSES, "source": SOURCES},
    ),
    Profile(
        "espocrm-opportunities", ESPO, _("opportunities"), "opportunities",
        {
            "external_ids.espocrm": "ID|id", "name": "Name", "party": "Account|accountName",
            "stage": "Stage", "amount": "Amount", "currency": "Amount Currency|amountCurrency",
            "probability": "Probability, %|Probability", "close_date": "Close Date|closeDate",
            "source": "Lead Source|leadSource", "owner": "Assigned User|assignedUserName",
            "team": "Teams|teamsNames", "note": "Description", "opened_on": "Created At|createdAt",
            "contact": "Contact|contactName",
            NEW_FIELD: "Contacts|contactsNames|Campaign|campaignName",
            LEFT_OUT: "Amount (converted)|amountConverted|Amount Weighted|amountWeightedConverted"
            "|Last Stage|lastStage|Modified At|modifiedAt|Created By|createdByName|Modified By"
            "|modifiedByName"
            "|createdById|modifiedById|assignedUserId|accountId|Deleted|deleted",
        },
        values={"stage": STAGES, "source": SOURCES},
    ),
    Profile(
        "odoo-partners", ODOO, _("contacts"), "parties",
        {
            "external_ids.odoo": "External ID|id|ID|.id|Reference|ref", "name": "Name|name",
            "kind": "Company Type|company_type|Is a Company|is_company",
            "contact_points.email": "Email|email", "website": "Website|Website Link|website",
            "contact_points.phone": "Phone|phone|Mobile|mobile", "uscc": "Tax ID|vat",
            "address.street": "Street|street", "address.street2": "Street2|street2",
            "address.city": "City|city", "address.zip": "Zip|zip",
            "address.state": "State|state_id|State/Display Name|state_id/name|state_id/id",
            "country": "Country|country_id|country_id/name|Country/Country Name|country_id/id",
            "owner": "Salesperson|user_id|user_id/name", "team": "Sales Team|team_id|team_id/name",
            "tags": "Tags|category_id|category_id/name", "note": "Notes|comment",
            "employer": "Related Company|parent_id|parent_id/name|Company Name|company_name",
            "employer.role": "Job Position|function", "industry": "Industry|industry_id",
            NEW_FIELD: "Title|title|Payment Terms|property_payment_term_id|Bank Accounts",
            LEFT_OUT: f"{_ODOO_BOOKS}|Address Type|type|Customer Rank|customer_rank"
            "|Supplier Rank|supplier_rank",
        },
        values={"kind": {"company": "organization", "person": "person", "Individual": "person",
                         "True": "organization", "False": "person", "1": "organization",
                         "0": "person", "Company": "organization"}},
    ),
    Profile(
        "odoo-leads", ODOO, _("opportunities"), "opportunities",
        {
            "external_ids.odoo": "External ID|id|ID|.id", "name": "Opportunity|Name|name",
            "party": "Customer|partner_id|partner_id/name|Customer/Name",
            "stage": "Stage|stage_id|stage_id/name", "probability": "Probability|probability",
            "amount": "Expected Revenue|expected_revenue|planned_revenue",
            "close_date": "Expected Closing|date_deadline", "opened_on": "Created on|create_date",
            "owner": "Salesperson|user_id|user_id/name", "team": "Sales Team|team_id|team_id/name",
            "source": "Source|source_id|source_id/name", "tags": "Tags|tag_ids|tag_ids/name",
            "note": "Notes|description|Internal Notes",
            "lost_note": "Lost Reason|lost_reason_id|lost_reason_id/name",
            "contact": "Contact Name|contact_name",
            "contact.contact_points.email": "Email|email_from",
            "contact.contact_points.phone": "Phone|phone",
            NEW_FIELD: "Priority|priority|Company Name|partner_name",
            LEFT_OUT: "Prorated Revenue|prorated_revenue|recurring_revenue|Type|type"
            "|Medium|medium_id|Campaign|campaign_id|Created by|create_uid|write_date"
            "|Last Updated on|write_uid|Last Updated by|Active|active|Closed Date|date_closed"
            "|Assignment Date|date_open|Last Stage Update|date_last_stage_update|activity_ids"
            "|Activities|My Activity Deadline|Company|company_id"
            "|City|city|Country|country_id",
        },
        values={"stage": {**STAGES, "New": "初步接触", "Qualified": "需求确认",
                          "Proposition": "方案报价"}},
    ),
    Profile(
        "odoo-products", ODOO, _("products"), "products",
        {
            "external_ids.odoo": "External ID|id|ID|.id", "name": "Name|name|Product",
            "code": "Internal Reference|default_code",
            "list_price": "Sales Price|list_price|lst_price",
            "unit": "Unit of Measure|uom_id|uom_id/name|Units", "is_active": "Active|active",
            "series": "Product Category|categ_id|categ_id/name",
            "note": "Sales Description|description_sale|Description|description",
            "currency": "Currency|currency_id|currency_id/name",
            NEW_FIELD: "Product Type|type|detailed_type|Cost|standard_price|Barcode|barcode"
            "|Weight|weight|Volume|volume|Quantity On Hand|qty_available",
            LEFT_OUT: "Image|image_1920|Can be Sold|sale_ok"
            "|Can be Purchased|purchase_ok|Forecasted Quantity"
            "|virtual_available|Favorite|priority|Responsible|responsible_id|Purchase UoM|uom_po_id"
            "|Customer Taxes|taxes_id|create_date|Created on|write_date|Last Updated on|Company"
            "|company_id",
        },
    ),
)  # fmt: skip
