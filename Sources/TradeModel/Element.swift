// SPDX-License-Identifier: Apache-2.0

/// A chemical element by atomic number, 1 to 118.
public struct Element: Hashable, Sendable, Comparable {
  public let atomicNumber: UInt8

  public init?(atomicNumber: Int) {
    guard (1...118).contains(atomicNumber) else { return nil }
    self.atomicNumber = UInt8(atomicNumber)
  }

  /// Finds an element by its symbol, written as in chemistry (`Dy`, not `DY`).
  public init?(symbol: some StringProtocol) {
    guard let index = Self.numberBySymbol[String(symbol)] else { return nil }
    atomicNumber = index
  }

  public var symbol: String { Self.symbols[Int(atomicNumber) - 1] }

  public static func < (a: Self, b: Self) -> Bool { a.atomicNumber < b.atomicNumber }

  /// Symbols in order of atomic number (IUPAC 2016).
  static let symbols: [String] =
    """
    H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr \
    Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir \
    Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl \
    Mc Lv Ts Og
    """.split(separator: " ").map(String.init)

  static let numberBySymbol: [String: UInt8] = Dictionary(
    uniqueKeysWithValues: symbols.enumerated().map { ($1, UInt8($0 + 1)) })
}

extension Element: CustomStringConvertible {
  public var description: String { symbol }
}
