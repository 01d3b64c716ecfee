; The installer for Windows 10 and 11, x86-64. On Debian by packaging/windows/package, on Windows by
;   makensis /INPUTCHARSET UTF8 /DVERSION=0.1.0 /DFILE_VERSION=0.1.0.0 /DBUNDLE=dist\jianjian
;            /DPOLICY=packaging\policy.toml /DICON=resources\icons\jianjian.ico /DOUT=jianjian-0.1.0-setup.exe
;            /DREADING=dist\reading
;            "/DSIGN=signtool sign /fd sha256 /tr URL /td sha256 /f CERTIFICATE.pfx" packaging\windows\jianjian.nsi
;
; /S          asks nothing and shows nothing; what was done is in %ProgramData%\Jianjian\setup.log
; /WAIT=480   silent, with the desk open: looks for so many minutes whether it was closed
; /READING=1  silent, with the part that recognises scans; /READING=0 without; else as it was before
; /D=FOLDER   a first installation goes there; a later one stays where it is
;
; Exit codes: 0 done; 1 called off; 11 a newer version is installed; 12 the desk is open;
; 13 files could not be written or moved; 14 the folder holds something else; 15 not this Windows.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
CRCCheck force
RequestExecutionLevel admin
ManifestDPIAware true
ManifestSupportedOS Win10

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include Sections.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include x64.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Jianjian"
!define SCHEME "Software\Classes\jianjian"
!define PROGRAM "jianjianw.exe"
!define CONSOLE "jianjian.exe"
; SYSTEM's and the Administrators' to change, everybody's to read, nothing inherited.
!define ADMINISTRATORS_ONLY "O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
!define FILE_OF_ADMINISTRATORS "O:BAD:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;BU)"
!define OWNER_AND_LIST 0x80000005 ; OWNER_, DACL_ and PROTECTED_DACL_SECURITY_INFORMATION
!define WIN_LOCAL_SYSTEM_SID 22
!define WIN_BUILTIN_ADMINISTRATORS_SID 26

Name "件件 Jianjian"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Jianjian"
BrandingText "Jianjian · 件件 ${VERSION}"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"

VIProductVersion "${FILE_VERSION}"
VIAddVersionKey /LANG=2052 ProductName "件件 Jianjian"
VIAddVersionKey /LANG=2052 FileDescription "件件安装程序 Jianjian setup"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=2052 LegalCopyright "Apache-2.0"

!ifdef SIGN
    !uninstfinalize '${SIGN} "%1"' = 0
    !finalize '${SIGN} "%1"' = 0
!endif

!define MUI_ABORTWARNING
!ifdef READING
    !insertmacro MUI_PAGE_COMPONENTS
!endif
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE English

!macro Sentence name chinese english
    LangString ${name} ${LANG_SIMPCHINESE} "${chinese}"
    LangString ${name} ${LANG_ENGLISH} "${english}"
!macroend
!insertmacro Sentence Desk "件件" "Jianjian"
!insertmacro Sentence Part "识读组件：识别扫描件和照片上的文字" "Reading: recognises the words of scans and photos"
!insertmacro Sentence WrongWindows \
    "件件需要 64 位 Windows 10 或 11，未安装。" \
    "Jianjian needs a 64-bit Windows 10 or 11 and was not installed."
!insertmacro Sentence Newer \
    "本机已装件件 $0，不能降级为 ${VERSION}：窗口人员的数据已是新版格式，旧版打不开。什么都没有改动。" \
    "Jianjian $0 is installed and is not replaced by the older ${VERSION}, which could not open what the clerks have. Nothing was changed."
!insertmacro Sentence DeskOpen \
    "件件正在使用，什么都没有改动。请窗口人员下班关闭件件后再继续。" \
    "Jianjian is open; nothing was changed. Go on when the clerk has closed it."
!insertmacro Sentence Waiting \
    "件件正在使用，等待窗口人员关闭后继续。" \
    "Jianjian is open; going on once the clerk has closed it."
!insertmacro Sentence NotWritten \
    "$INSTDIR 中的文件不能写入或移动，原有版本没有改动。请关闭占用这些文件的程序（杀毒、备份）后重试。" \
    "Files in $INSTDIR cannot be written or moved; the version that was there is as it was. Close what holds them (virus scanner, backup) and try again."
!insertmacro Sentence NotOurs \
    "$INSTDIR 不是空文件夹，里面也不是件件，未安装。请另选文件夹。" \
    "$INSTDIR is not empty and is not Jianjian's; nothing was installed. Choose another folder."
!insertmacro Sentence SetAside \
    "$APPDATA\Jianjian 不属于管理员，已改名为 $9 并新建：其中的策略不再生效。" \
    "$APPDATA\Jianjian was not the administrators'; it is now $9 and a new one was made: a policy in it no longer holds."
!insertmacro Sentence Installed "已安装件件 ${VERSION}：$INSTDIR" "Jianjian ${VERSION} is installed: $INSTDIR"
!insertmacro Sentence Removed \
    "件件已卸载。窗口人员的数据没有改动，其中可能有尚未发送的决定：各账户的 %LOCALAPPDATA%\jianjian\caches。策略仍在 $APPDATA\Jianjian。" \
    "Jianjian was removed. The clerks' data was not touched, decisions not sent yet may be in it: %LOCALAPPDATA%\jianjian\caches of each account. The policy stays in $APPDATA\Jianjian."

; One line of the log, in the language of this Windows; for all functions of installer and uninstaller.
!macro Note text
    DetailPrint "${text}"
    ${GetTime} "" "L" $R1 $R2 $R3 $R4 $R5 $R6 $R7
    ClearErrors
    FileOpen $R8 "$APPDATA\Jianjian\setup.log" a
    ${IfNot} ${Errors}
        FileSeek $R8 0 END $R9
        FileWriteUTF16LE /BOM $R8 "$R3-$R2-$R1 $R5:$R6:$R7 ${VERSION} ${text}$\r$\n"
        FileClose $R8
    ${EndIf}
!macroend

!macro Refuse code text
    !insertmacro Note "${text}"
    MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
    SetErrorLevel ${code}
    Quit
!macroend

!macro Functions un
; Sets $0 to 1 where a program of $INSTDIR runs, else 0: Windows lets nobody write to it meanwhile.
Function ${un}IsOpen
    StrCpy $0 0
    !insertmacro IfRuns "${PROGRAM}"
    !insertmacro IfRuns "${CONSOLE}"
FunctionEnd

; Comes back when the desk is closed; says so, waits or ends where it is not.
Function ${un}WaitUntilClosed
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/WAIT=" $1
    ${If} ${Errors}
        StrCpy $1 0
    ${EndIf}
    IntOp $1 $1 * 30 ; it looks every two seconds
    Call ${un}IsOpen
    ${If} $0 = 1
    ${AndIf} ${Silent}
    ${AndIf} $1 > 0
        !insertmacro Note "$(Waiting)"
    ${EndIf}
    ${While} $0 = 1
        ${If} ${Silent}
            ${If} $1 <= 0
                !insertmacro Refuse 12 "$(DeskOpen)"
            ${EndIf}
            IntOp $1 $1 - 1
            Sleep 2000
        ${Else}
            MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(DeskOpen)" IDRETRY +3
            SetErrorLevel 12
            Quit
        ${EndIf}
        Call ${un}IsOpen
    ${EndWhile}
FunctionEnd
!macroend

!macro IfRuns program
    ${If} ${FileExists} "$INSTDIR\${program}"
        ClearErrors
        FileOpen $2 "$INSTDIR\${program}" a
        ${If} ${Errors}
            StrCpy $0 1
        ${Else}
            FileClose $2
        ${EndIf}
    ${EndIf}
!macroend
!insertmacro Functions ""
!insertmacro Functions "un."

!ifdef READING
; Which is only chosen here: what it holds is laid with the rest of the new version, below.
Section /o "$(Part)" OF_READING
SectionEnd
!endif

Function .onInit
    SetRegView 64
    SetShellVarContext all
    ${IfNot} ${RunningX64}
    ${OrIfNot} ${AtLeastWin10}
        MessageBox MB_OK|MB_ICONSTOP "$(WrongWindows)" /SD IDOK
        SetErrorLevel 15
        Quit
    ${EndIf}
    ReadRegStr $3 HKLM "${UNINSTALL}" "InstallLocation"
    ReadRegStr $0 HKLM "${UNINSTALL}" "DisplayVersion"
    ${If} $3 != ""
        StrCpy $INSTDIR $3
        ${VersionCompare} "$0" "${VERSION}" $4
        ${If} $4 = 1
            !insertmacro Refuse 11 "$(Newer)"
        ${EndIf}
    ${ElseIf} ${FileExists} "$INSTDIR\*.*"
    ${AndIfNot} ${FileExists} "$INSTDIR\${CONSOLE}"
        !insertmacro Refuse 14 "$(NotOurs)"
    ${EndIf}
    !ifdef READING
        Call ChoosePart
    !endif
FunctionEnd

!ifdef READING
; As /READING= says, else as it was before; who is asked may choose otherwise.
Function ChoosePart
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/READING=" $1
    ${If} ${Errors}
        StrCpy $1 0
        ${If} ${FileExists} "$INSTDIR\reading\*.*"
            StrCpy $1 1
        ${EndIf}
    ${EndIf}
    ${If} $1 = 1
        !insertmacro SelectSection ${OF_READING}
    ${EndIf}
FunctionEnd
!endif

; %ProgramData%\Jianjian, where the desk looks for its policy. A clerk may make folders there, so one
; that is not the administrators' is set aside.
Function MakeMachineFolder
    System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(w "${ADMINISTRATORS_ONLY}", i 1, *p .r1, p 0) i .r0'
    StrCpy $9 ""
    ${If} ${FileExists} "$APPDATA\Jianjian\*.*"
        System::Call 'advapi32::GetNamedSecurityInfoW(w "$APPDATA\Jianjian", i 1, i 1, *p .r2, p 0, p 0, p 0, *p .r3) i .r0'
        System::Call 'advapi32::IsWellKnownSid(p r2, i ${WIN_LOCAL_SYSTEM_SID}) i .r4'
        System::Call 'advapi32::IsWellKnownSid(p r2, i ${WIN_BUILTIN_ADMINISTRATORS_SID}) i .r5'
        System::Call 'kernel32::LocalFree(p r3)'
        ${If} $4 = 0
        ${AndIf} $5 = 0
            System::Call 'kernel32::GetTickCount() i .r6'
            StrCpy $9 "$APPDATA\Jianjian.untrusted-$6"
            Rename "$APPDATA\Jianjian" "$9"
        ${EndIf}
    ${EndIf}
    ; SECURITY_ATTRIBUTES
    System::Call '*(l 24, p r1, l 0) p .r2'
    System::Call 'kernel32::CreateDirectoryW(w "$APPDATA\Jianjian", p r2) i .r0'
    System::Call 'advapi32::SetFileSecurityW(w "$APPDATA\Jianjian", i ${OWNER_AND_LIST}, p r1) i .r0'
    System::Free $2
    System::Call 'kernel32::LocalFree(p r1)'
    ${If} $9 != ""
        !insertmacro Note "$(SetAside)"
    ${EndIf}
    ${IfNot} ${FileExists} "$APPDATA\Jianjian\policy.toml"
        SetOutPath "$APPDATA\Jianjian"
        File "/oname=policy.toml" "${POLICY}"
        System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(w "${FILE_OF_ADMINISTRATORS}", i 1, *p .r1, p 0) i .r0'
        System::Call 'advapi32::SetFileSecurityW(w "$APPDATA\Jianjian\policy.toml", i ${OWNER_AND_LIST}, p r1) i .r0'
        System::Call 'kernel32::LocalFree(p r1)'
    ${EndIf}
FunctionEnd

; The new version is laid beside the old one and takes its place in one step.
Section "$(Desk)"
    SectionIn RO
    SetRegView 64
    SetShellVarContext all
    Call MakeMachineFolder
    Call WaitUntilClosed
    RMDir /r "$INSTDIR.new"
    SetOutPath "$INSTDIR.new"
    ClearErrors
    File /r "${BUNDLE}/*"
    !ifdef READING
        ${If} ${SectionIsSelected} ${OF_READING}
            SetOutPath "$INSTDIR.new\reading"
            File /r "${READING}/*"
        ${EndIf}
    !endif
    WriteUninstaller "$INSTDIR.new\uninstall.exe"
    SetOutPath "$TEMP"
    ${If} ${Errors}
        RMDir /r "$INSTDIR.new"
        !insertmacro Refuse 13 "$(NotWritten)"
    ${EndIf}
    System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(w "${ADMINISTRATORS_ONLY}", i 1, *p .r1, p 0) i .r0'
    System::Call 'advapi32::SetFileSecurityW(w "$INSTDIR.new", i ${OWNER_AND_LIST}, p r1) i .r0'
    System::Call 'kernel32::LocalFree(p r1)'
    Call WaitUntilClosed ; it may have been opened meanwhile
    RMDir /r "$INSTDIR.old"
    ${If} ${FileExists} "$INSTDIR\*.*"
        ClearErrors
        Rename "$INSTDIR" "$INSTDIR.old"
        ${If} ${Errors}
            RMDir /r "$INSTDIR.new"
            !insertmacro Refuse 13 "$(NotWritten)"
        ${EndIf}
    ${EndIf}
    ClearErrors
    Rename "$INSTDIR.new" "$INSTDIR"
    ${If} ${Errors}
        Rename "$INSTDIR.old" "$INSTDIR"
        RMDir /r "$INSTDIR.new"
        !insertmacro Refuse 13 "$(NotWritten)"
    ${EndIf}
    RMDir /r "$INSTDIR.old"

    CreateShortCut "$SMPROGRAMS\件件 Jianjian.lnk" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\${PROGRAM}" 0
    WriteRegStr HKLM "${SCHEME}" "" "URL:件件 Jianjian"
    WriteRegStr HKLM "${SCHEME}" "URL Protocol" ""
    WriteRegStr HKLM "${SCHEME}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
    WriteRegStr HKLM "${SCHEME}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
    WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "件件 Jianjian"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
    WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKLM "${UNINSTALL}" "EstimatedSize" $0
    !insertmacro Note "$(Installed)"
SectionEnd

Function un.onInit
    SetRegView 64
    SetShellVarContext all
FunctionEnd

Section Uninstall
    ${IfNot} ${FileExists} "$INSTDIR\${CONSOLE}"
        !insertmacro Refuse 14 "$(NotOurs)"
    ${EndIf}
    Call un.WaitUntilClosed
    Delete "$SMPROGRAMS\件件 Jianjian.lnk"
    DeleteRegKey HKLM "${SCHEME}"
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR"
    DeleteRegKey HKLM "${UNINSTALL}"
    !insertmacro Note "$(Removed)"
    MessageBox MB_OK|MB_ICONINFORMATION "$(Removed)" /SD IDOK
SectionEnd
