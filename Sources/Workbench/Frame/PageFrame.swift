// SPDX-License-Identifier: Apache-2.0

package import PageMarkup

/// What every page needs to know beside its own model: who looks, in which language and light, on which workspace.
public struct PageFrame: Sendable {
  /// Light or dark; `automatic` follows the machine.
  public enum Theme: String, Sendable, Hashable, CaseIterable {
    case automatic, light, dark
  }

  public struct User: Sendable, Hashable {
    public var name: String
    /// `viewer`, `analyst`, `supervisor`, `administrator`.
    public var role: String
    /// Whether there are accounts, so that one can sign out.
    public var hasAccount: Bool

    public init(name: String, role: String, hasAccount: Bool) {
      self.name = name
      self.role = role
      self.hasAccount = hasAccount
    }
  }

  public var language: Language
  public var theme: Theme
  public var user: User?
  /// The name of the workspace, shown at the head.
  public var workspace: String
  /// The token that every form carries.
  public var csrf: String
  /// The address of this page with its query, to come back to.
  public var address: String
  /// The address of the JSON twin; nothing for pages that have none (sign-in).
  public var twin: String?
  /// Whether the workspace holds generated example data.
  public var isGenerated: Bool
  /// A message to show once at the head, such as the outcome of a form.
  public var notice: Notice?
  /// Changes with the assets, so that browsers may keep them.
  public var assetTag: String
  /// The version of D3 where it can be had, for pages whose drawings answer to the pointer.
  public var libraryTag: String?

  public struct Notice: Sendable, Hashable {
    public var isProblem: Bool
    public var text: String

    public init(isProblem: Bool, text: String) {
      self.isProblem = isProblem
      self.text = text
    }
  }

  public init(
    language: Language = .english, theme: Theme = .automatic, user: User? = nil, workspace: String = "",
    csrf: String = "", address: String = "/", twin: String? = nil, isGenerated: Bool = false,
    notice: Notice? = nil, assetTag: String = Assets.tag, libraryTag: String? = nil
  ) {
    self.libraryTag = libraryTag
    self.language = language
    self.theme = theme
    self.user = user
    self.workspace = workspace
    self.csrf = csrf
    self.address = address
    self.twin = twin
    self.isGenerated = isGenerated
    self.notice = notice
    self.assetTag = assetTag
  }

  var words: Words { Words(language) }
}

/// A page of the workbench: its model becomes the body; the frame does the rest. The same model is its JSON twin.
public protocol WorkbenchPage: Encodable, Sendable {
  /// The entry of the navigation it belongs to.
  var place: Place { get }
  /// The title of the page, in the frame's language.
  func title(_ words: Words) -> String
  /// Whether its drawings answer to the pointer where D3 can be had.
  var hasLivePlots: Bool { get }
  /// Writes what stands inside `main`.
  func body(_ page: inout Page)
}

/// Entries of the navigation, in order.
public enum Place: String, Sendable, Hashable, CaseIterable {
  case today, search, cases, licences, law, flows, audit, upload, none

  var href: String { self == .today ? "/" : "/\(rawValue)" }
  /// The key after `g`.
  var key: String {
    switch self {
    case .today: "t"
    case .search: "s"
    case .cases: "c"
    case .licences: "l"
    case .law: "w"
    case .flows: "f"
    case .audit: "a"
    case .upload: "u"
    case .none: ""
    }
  }
}

/// The pen of a page: markup with the frame and its words at hand.
public struct Page {
  package var html = Markup()
  package let frame: PageFrame
  package let say: Words

  package init(_ frame: PageFrame) {
    self.frame = frame
    say = frame.words
  }
}

extension WorkbenchPage {
  public var hasLivePlots: Bool { false }

  /// The whole page as UTF-8.
  public func render(_ frame: PageFrame) -> [UInt8] {
    var page = Page(frame)
    page.document(self)
    return page.html.bytes
  }
}
