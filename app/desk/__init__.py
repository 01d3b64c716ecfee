"""Everything a clerk can do, and the types of what they see; all that ``ui`` calls."""

from typing import TYPE_CHECKING

from app.cases.actions import Difference as Difference
from app.desk.account import Account as Account
from app.desk.archiving import Archiving as Archiving
from app.desk.archiving import MadeArchive as MadeArchive
from app.desk.arrivals import Arrivals as Arrivals
from app.desk.cases import Cases as Cases
from app.desk.cases import CaseView as CaseView
from app.desk.cases import Listing as Listing
from app.desk.centre import Centre as Centre
from app.desk.deciding import Deciding as Deciding
from app.desk.desk import Desk as Desk
from app.desk.documents import Documents as Documents
from app.desk.drafting import Drafting as Drafting
from app.desk.drill import Drilling as Drilling
from app.desk.machine import Machine as Machine
from app.desk.reading import Reading as Reading
from app.desk.receiving import Brought as Brought
from app.desk.receiving import Receiving as Receiving
from app.desk.searching import Searching as Searching
from app.desk.signed_in import SignedIn as SignedIn
from app.store.cases import CaseFilter as CaseFilter
from app.store.cases import CaseRow as CaseRow
from app.store.changes import Changed as Changed
from app.store.changes import ChangeKind as ChangeKind
from app.store.colleagues import Colleague as Colleague
from app.store.database import Written as Written
from app.store.drafts import Annotation as Annotation
from app.store.drafts import Draft as Draft
from app.store.drafts import SheetDraft as SheetDraft
from app.store.errors import CaseMovedOn as CaseMovedOn
from app.store.errors import NotLawful as NotLawful
from app.store.evidence import Evidence as Evidence
from app.store.licences import LookedUp as LookedUp
from app.store.outbox import Entry as Entry
from app.store.quarantine import QuarantinedCache as QuarantinedCache
from app.store.search.index_text import bare as bare
from app.store.search.pinyin import Sounded as Sounded
from app.store.search.pinyin import readings as readings
from app.store.search.service import Group as Group
from app.store.search.service import Hit as Hit
from app.store.unreadable import Unreadable as Unreadable
from app.update.updates import Update as Update
from app.update.updates import UpdateFile as UpdateFile
from app.update.updates import Updates as Updates
from app.viewer.messages import LARGEST_PAPER as LARGEST_PAPER
from app.viewer.messages import MOST_SHEETS as MOST_SHEETS
from app.viewer.messages import Box as Box
from app.viewer.messages import Found as Found
from app.viewer.messages import NotShown as NotShown
from app.viewer.messages import Opened as Opened
from app.viewer.messages import PageText as PageText
from app.viewer.messages import Picture as Picture
from app.viewer.messages import Sheet as Sheet
from app.viewer.remote import RemoteDocument as RemoteDocument
from app.viewer.remote import RemotePage as RemotePage

if TYPE_CHECKING:  # it would bring the network in before the first paint
    from app.archive.volume import Progress as Progress
    from app.central.wire import About as About
    from app.central.wire import Statistics as Statistics
    from app.printing.joining import Joined as Joined
    from app.sync.loop import Status as Status
