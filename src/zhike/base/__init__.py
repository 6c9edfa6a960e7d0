"""What has nothing to do with customers: text, pinyin, ids, phones, money, dates, places, tokens.

Plain Python: no Django, no database, no network, no clock of its own (whoever asks for a date says
what day it is). It must not know what a record, a user, a change or a page is; everything else may
import it. A value that cannot be read raises a `BadValue` that says what to do, so that a form, the
API, an import and a mail give one and the same verdict.
"""
